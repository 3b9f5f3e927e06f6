import { createHash } from "node:crypto";
import type { Locale } from "../../i18n/locales.ts";
import type { ToBeTold } from "../../notices/sending/shapes.ts";
import { bannerOf } from "../../publication/banner/rules.ts";
import { entriesOf } from "../../publication/feeds/entries.ts";
import { feedWords } from "../../publication/feeds/words.ts";
import type { PublicIncident, PublicService, PublicSnapshot } from "../../publication/snapshot.ts";
import type { ImpactEffect, Words } from "../shapes.ts";
import { isOpen } from "./rules.ts";
import type { DraftContent } from "./schema.ts";
import { type AudienceRow, CHANNELS, type Preview } from "./shapes.ts";
import { inBoth, listed, phaseWord, subjectOf, troubleWord } from "./texts.ts";

export type Previewed = {
  number: string;
  version: number;
  writerId: number;
  content: DraftContent;
  /** The content's services, in order. */
  services: readonly { code: string; kind: "chain" | "station"; name: Words }[];
  audience: readonly AudienceRow[];
  /** Hit for certain: counts on the public page. */
  municipalities: number;
  /** What of the impact the operator has chosen to show. */
  shown: readonly { code: string; name: string; effect: ImpactEffect; from: string; to: string | null }[];
  demo: boolean;
  /** Who would get a message, on which channels. */
  told: ToBeTold;
};

/**
 * What goes out when this draft is published at `now`, and to whom: every text, made by what makes it afterwards, the exact
 * audience, and what is still missing. The seal stands for all of it but the number of addresses, of which a few come and go.
 */
export function previewOf(given: Previewed, now: Date): Preview {
  const { number, version, writerId, content, services, audience, municipalities } = given;
  const title = { da: content.title, en: content.titleEn };
  const text = { da: content.text, en: content.textEn };
  const named = listed(services.map(({ name }) => name));
  const snapshot = snapshotAfter(given, now);
  const seen = {
    page: {
      heading: inBoth((locale) => `${title[locale]} (${number})`),
      state: inBoth((locale) => {
        const state = troubleWord(content.trouble, locale).toLowerCase();
        return `${phaseWord(content.phase, locale)}. ${named[locale]}: ${state}`;
      }),
      text,
    },
    feed: {
      title: inBoth((locale) => entryIn(snapshot, locale)?.title ?? ""),
      content: inBoth((locale) => (entryIn(snapshot, locale)?.paragraphs ?? []).join("\n")),
    },
    banner: lineIn(snapshot, "da", now) === null ? null : inBoth((locale) => lineIn(snapshot, locale, now) ?? ""),
    bannerIn: given.shown
      .filter(({ code }) => lineIn(snapshot, "da", now, code) !== null)
      .map(({ name }) => name)
      .filter((name, index, names) => names.indexOf(name) === index),
    subject: subjectOf({ number, title }, content.phase),
    audience: { organisations: [...audience], municipalities, channels: CHANNELS },
    told: given.told.organisations,
    missing: (["text", "textEn"] as const).filter((field) => content[field] === ""),
  };
  const seal = createHash("sha256")
    .update(JSON.stringify([number, version, writerId, content, seen]))
    .digest("hex");
  return { ...seen, told: given.told, seal };
}

const entryIn = (snapshot: PublicSnapshot, locale: Locale) =>
  entriesOf({ incidents: snapshot.incidents, windows: [], place: null }, feedWords(locale, snapshot))[0];

function lineIn(snapshot: PublicSnapshot, lang: Locale, now: Date, municipality?: string): string | null {
  const asked = { lang, ...(municipality === undefined ? {} : { municipality }) };
  const [line] = bannerOf({ snapshot, now: now.getTime(), stale: false }, asked).lines;
  return line ? `${line.who}: ${line.text}` : null;
}

/** The part of the public snapshot that publishing it makes. */
function snapshotAfter(
  { number, content, services, shown, demo, municipalities }: Previewed,
  now: Date,
): PublicSnapshot {
  const at = now.toISOString();
  const { phase, severity, trouble, causeClass, startedAt, nextUpdateAt } = content;
  const statedAt = content.statedAt ?? at;
  const incident: PublicIncident = {
    ...{ number, phase, severity, trouble, causeClass, startedAt, nextUpdateAt, municipalities },
    title: { da: content.title, en: content.titleEn },
    ...{ detectedAt: startedAt, publishedAt: at, updatedAt: at, resolvedAt: isOpen(phase) ? null : statedAt },
    ...{ backlogClearedAt: phase === "backlog_cleared" ? statedAt : null, followUp: null, merged: [] },
    services: services.map(({ code }) => code),
    updates: [
      {
        ...{ nr: 1, phase, severity, trouble, text: { da: content.text, en: content.textEn } },
        ...{ statedAt, publishedAt: at, correctedAt: null },
      },
    ],
    impacts: shown.map(({ code, effect, from, to }) => ({ municipality: code, effect, from, to })),
  };
  const named = services.map(
    (service): PublicService => ({
      ...{ ...service, note: null, station: null, through: [], types: [], validFrom: null, validTo: null },
      ...{ seen: [], objectives: [] },
    }),
  );
  return {
    ...{ version: 1, asOf: at, demo, services: named, incidents: [incident], windows: [], figures: [] },
    municipalities: shown.map(({ code, name }) => ({ code, name, region: null, formerRegion: null })),
    ...{ regions: [], line: null },
  };
}
