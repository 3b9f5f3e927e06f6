import { z } from "zod";
import { asked } from "../../notices/sending/schema.ts";
import { id, instant, listOf, open, typed } from "../fields.ts";
import { CAUSES, EFFECTS, PHASES, SEVERITIES, TROUBLES } from "../shapes.ts";

/** Why a suspicion is no incident. */
export const DISMISSALS = ["false_alarm", "planned_work", "not_ours", "too_small", "already_over"] as const;
export type Dismissal = (typeof DISMISSALS)[number];

const title = typed(120);
const services = listOf(id, 20);
/** The version of the incident that whoever writes has seen. */
const version = z.coerce.number().int().positive();
const onIncident = { incidentId: id, version };
const onOff = z.enum(["on", "off"]);

/** A suspicion by hand; without a title it gets one that names the first service. */
export const raise = z.strictObject({
  services,
  trouble: z.enum(TROUBLES),
  severity: z.enum(SEVERITIES),
  causeClass: z.enum(CAUSES).default("unknown"),
  title: open(title).default(null),
  titleEn: open(title).default(null),
  startedAt: instant,
  /** When it was detected; now unless told otherwise. */
  detectedAt: open(instant).default(null),
});
export const dismiss = z.strictObject({ ...onIncident, reason: z.enum(DISMISSALS), ...asked });

/** What an update would say. A draft may still lack its texts. */
export const draftContent = z.strictObject({
  phase: z.enum(PHASES),
  severity: z.enum(SEVERITIES),
  trouble: z.enum(TROUBLES),
  causeClass: z.enum(CAUSES),
  services,
  title,
  titleEn: title,
  text: typed(2000, 0),
  textEn: typed(2000, 0),
  /** When the trouble began: another time than the incident's corrects it. */
  startedAt: instant,
  /** The time the update speaks of, also a past one; null for when it is published. */
  statedAt: open(instant),
  nextUpdateAt: open(instant),
});
export type DraftContent = z.output<typeof draftContent>;

/** `version` is the incident's as the writer saw it: the draft keeps it, and publishing on an old one is refused. */
export const saveDraft = z.strictObject({ ...onIncident, content: draftContent });
export const discardDraft = z.strictObject({ incidentId: id });
export const submitDraft = z.strictObject({ incidentId: id });
/** Back to its writer, for another look. */
export const returnDraft = z.strictObject({ incidentId: id, writerId: id });
/** One's own draft, exactly as previewed: `seal` is the preview's. */
export const publish = z.strictObject({ incidentId: id, seal: z.string().length(64), ...asked });
/** Somebody else's submitted draft, exactly as previewed. */
export const approve = z.strictObject({ incidentId: id, writerId: id, seal: z.string().length(64), ...asked });

export const correctUpdate = z.strictObject({
  ...onIncident,
  nr: z.coerce.number().int().positive(),
  text: typed(2000),
  textEn: typed(2000),
  statedAt: instant,
});
export const correctIncident = z.strictObject({
  ...onIncident,
  startedAt: instant,
  severity: z.enum(SEVERITIES),
  causeClass: z.enum(CAUSES),
  title,
  titleEn: title,
});
export const withdraw = z.strictObject({ ...onIncident, ...asked });
/** The report after the incident: its cause, and the measures against the next one. */
export const followUp = z.strictObject({
  ...onIncident,
  cause: typed(4000),
  causeEn: typed(4000),
  measures: typed(4000),
  measuresEn: typed(4000),
});

export const merge = z.strictObject({
  intoId: id,
  version,
  from: z
    .array(z.strictObject({ incidentId: id, version }))
    .min(1)
    .max(20),
  ...asked,
});
/** Chosen reports out of an incident: back to those they first raised, or to a new suspicion. */
export const split = z.strictObject({
  ...onIncident,
  reportIds: listOf(id, 200),
  to: z.enum(["original", "new"]),
});

export const proposeImpacts = z.strictObject({ incidentId: id });
export const adjustImpacts = z.strictObject({
  incidentId: id,
  rows: z
    .array(
      z
        .strictObject({ installationId: id, effect: z.enum(EFFECTS), from: instant, to: open(instant) })
        .refine(({ from, to }) => to === null || Date.parse(from) <= Date.parse(to), {
          path: ["to"],
          params: { code: "before_start" },
        }),
    )
    .min(1)
    .max(1000),
});
/** Which impact rows the public sees: the ones named, or all of the incident's at once. */
export const showImpacts = z.strictObject({
  incidentId: id,
  installationIds: z.union([z.literal("all"), listOf(id, 1000)]),
  show: onOff,
});

/** Whether an update needs a second person, and whether national figures are public. */
export const setApproval = z.strictObject({ value: onOff });
export const setPublicLine = z.strictObject({ value: onOff });
