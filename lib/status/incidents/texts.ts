import { LOCALES, type Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import type { PublicIncident, PublicUpdate } from "../../publication/snapshot.ts";
import type { Phase, Trouble, Words } from "../shapes.ts";

/** What is written the same wherever an incident is told of: page, feed, banner and mail. */
export const inBoth = (write: (locale: Locale) => string): Words => {
  const [da, en] = LOCALES.map(write);
  return { da: da ?? "", en: en ?? "" };
};

export const phaseWord = (phase: Phase, locale: Locale): string => texts(locale)("states")(`phase.${phase}.label`);
export const troubleWord = (trouble: Trouble, locale: Locale): string =>
  texts(locale)("states")(`service.${trouble}.label`);

/** Names in one sentence: `Beskedfordeler, VANS og Sundhedsagent`. */
export const listed = (names: readonly Words[]): Words =>
  inBoth((locale) => new Intl.ListFormat(locale, { type: "conjunction" }).format(names.map((name) => name[locale])));

/** `[Overvåges] Forsinkelse i Beskedfordeler (2026-118)`: the subject of a mail, and the title of an entry in a feed. */
export const subjectOf = (incident: Pick<PublicIncident, "number" | "title">, phase: Phase): Words =>
  inBoth((locale) => `[${phaseWord(phase, locale)}] ${incident.title[locale]} (${incident.number})`);

/** The first sentence of an update: what a banner and a list have room for. */
export const firstSentence = (text: string): string =>
  /^.*?[.!?](?=\s+\p{Lu}|$)/su.exec(text.trim())?.[0] ?? text.trim();

/** `Overvåges: Fejlen er rettet kl. 07:36.` */
export const lineOf = (update: Pick<PublicUpdate, "phase" | "text">): Words =>
  inBoth((locale) => `${phaseWord(update.phase, locale)}: ${firstSentence(update.text[locale])}`);
