import { LOCALES, type Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import type { PublicIncident } from "../../publication/snapshot.ts";
import type { Phase, Trouble, Words } from "../shapes.ts";

/** Words of an incident in both languages. */
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

/** `[Overvåges] Forsinkelse i Beskedfordeler (2026-118)`: the subject of a mail. */
export const subjectOf = (incident: Pick<PublicIncident, "number" | "title">, phase: Phase): Words =>
  inBoth((locale) => `[${phaseWord(phase, locale)}] ${incident.title[locale]} (${incident.number})`);
