import { formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { USUAL_CALM } from "../schema.ts";
import { type Names, sentenceOf } from "../sentence.ts";
import type { Filter } from "../shapes.ts";

/** What everybody's subscription to the public status is called. */
export const nameOf = (locale: Locale): string => texts(locale)("subscribe")("name");

/** In a mail the sentence is all there is to see what was asked for by. */
const NAMED = 10;

/** A filter as one plain sentence to whoever reads the mails. */
export const sentenceFor = (filter: Filter, names: Names, locale: Locale): string =>
  sentenceOf(filter, USUAL_CALM, [texts(locale)("subscribe")("you")], names, locale, NAMED)
    .map(({ text }) => text)
    .join("")
    .trim();

type Said = { link: string; locale: Locale } & (
  | { kind: "confirm" | "known"; sentence: string }
  | { kind: "left"; until: Date }
);

/** A mail that is no notice: what it is called, and its text. */
export function mailText(said: Said, now: Date): { subject: string; text: string } {
  const say = texts(said.locale)("subscribe");
  const { link } = said;
  const figures =
    said.kind === "left"
      ? { link, until: formatter(said.locale).date(said.until, now) }
      : { link, sentence: said.sentence };
  return { subject: say(`mail.${said.kind}.subject`), text: say(`mail.${said.kind}.text`, figures) };
}
