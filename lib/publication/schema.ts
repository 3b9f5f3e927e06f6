import { z } from "zod";
import {
  BANDS,
  CAUSES,
  EFFECTS,
  PHASES,
  SEVERITIES,
  TRAFFICS,
  TROUBLES,
  WINDOW_CHANGES,
  WINDOW_CLASSES,
  WINDOW_PHASES,
} from "../status/shapes.ts";
import type { PublicSnapshot } from "./snapshot.ts";

const time = z.iso.datetime();
const words = z.object({ da: z.string(), en: z.string() });
const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
const spans = z.array(z.tuple([z.number(), z.number()]));

const service = z.object({
  code: z.string(),
  kind: z.enum(["chain", "station"]),
  name: words,
  note: words.nullable(),
  station: z.string().nullable(),
  through: z.array(z.object({ service: z.string(), whole: z.boolean() })),
  types: z.array(z.string()),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  seen: spans,
  objectives: z.array(
    z.object({
      from: z.iso.date(),
      workFrom: count,
      workTo: count,
      target: z.object({ working: share, other: share }),
      source: z.string(),
      assumed: z.boolean(),
    }),
  ),
});

const merged = z.object({
  ...{ number: z.string(), title: words, severity: z.enum(SEVERITIES), services: z.array(z.string()) },
  ...{ startedAt: time, publishedAt: time, mergedAt: time },
});

const stated = { phase: z.enum(PHASES), severity: z.enum(SEVERITIES), trouble: z.enum(TROUBLES) };
export const incidentSchema = z.object({
  ...stated,
  number: z.string(),
  causeClass: z.enum(CAUSES),
  title: words,
  startedAt: time,
  detectedAt: time,
  resolvedAt: time.nullable(),
  backlogClearedAt: time.nullable(),
  publishedAt: time,
  updatedAt: time,
  nextUpdateAt: time.nullable(),
  services: z.array(z.string()),
  municipalities: count.nullable(),
  updates: z.array(
    z.object({
      ...stated,
      nr: count,
      text: words,
      statedAt: time,
      publishedAt: time,
      correctedAt: time.nullable(),
    }),
  ),
  followUp: z.object({ cause: words, measures: words, at: time }).nullable(),
  impacts: z.array(z.object({ municipality: z.string(), effect: z.enum(EFFECTS), from: time, to: time.nullable() })),
  merged: z.array(merged),
});

export const windowSchema = z.object({
  uid: z.string(),
  sequence: count,
  title: words,
  windowClass: z.enum(WINDOW_CLASSES),
  traffic: z.enum(TRAFFICS),
  phase: z.enum(WINDOW_PHASES),
  plannedFrom: time,
  plannedTo: time,
  actualFrom: time.nullable(),
  actualTo: time.nullable(),
  announcedAt: time,
  updatedAt: time,
  note: words.nullable(),
  services: z.array(z.string()),
  expected: count.nullable(),
  measured: count.nullable(),
  deliveredIn: count.nullable(),
  deliveredAfter: count.nullable(),
  changes: z.array(
    z.object({ sequence: count, at: time, kind: z.enum(WINDOW_CHANGES), plannedFrom: time, plannedTo: time }),
  ),
});

const figure = z.object({
  service: z.string(),
  month: z.string(),
  band: z.enum(BANDS),
  frozenAt: time,
  target: share,
  totalMs: count,
  measuredMs: count,
  downMs: count,
  windowMs: count,
  downOutsideMs: count,
});

const line = z.object({
  legs: z.array(
    z.object({
      station: z.string(),
      direction: z.enum(["out", "back"]),
      medianMs: z.number().nullable(),
      count,
    }),
  ),
  returnMs: z.number().nullable(),
});

/** A snapshot as it lies on disk; one of another version, or cut short, is none. */
export const snapshotSchema: z.ZodType<PublicSnapshot> = z.object({
  version: z.literal(1),
  asOf: time,
  demo: z.boolean(),
  services: z.array(service),
  incidents: z.array(incidentSchema),
  windows: z.array(windowSchema),
  figures: z.array(figure),
  municipalities: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      region: z.string().nullable(),
      formerRegion: z.string().nullable(),
    }),
  ),
  regions: z.array(z.object({ code: z.string(), name: z.string() })),
  line: line.nullable(),
});
