import { formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import type { Words } from "../../status/shapes.ts";
import type { PublicSnapshot } from "../snapshot.ts";

// What XML 1.0 cannot bear and nobody can read; line breaks and tabs stay.
const UNPRINTABLE = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;

/** A text as its writer typed it, without what no reader can print. */
export const printable = (text: string): string => text.toWellFormed().replace(UNPRINTABLE, "").trim();

/** What a feed and a calendar say in one language. Nothing here depends on when it is asked, so nothing changes by itself. */
export function feedWords(locale: Locale, snapshot: Pick<PublicSnapshot, "services" | "demo">) {
  const say = texts(locale)("feeds");
  const states = texts(locale)("states");
  const format = formatter(locale);
  const plain = (words: Words) => printable(words[locale]);
  const names = new Map(snapshot.services.map(({ code, name }) => [code, plain(name)]));
  return {
    ...{ locale, say, states, plain },
    /** A title as it is read alone, in a reader of feeds or a calendar. */
    title: (text: string) => (snapshot.demo ? say("demo", { text }) : text),
    /** `24. nov. 2026 07:10`, with the year where it is not that of `beside`. */
    at: (instant: string, beside: string) => format.dateTime(instant, beside),
    /** `26. nov. 05:00–06:00`, or with both days where there are two. */
    span: (from: string, to: string, beside: string) =>
      format.date(from, beside) === format.date(to, beside)
        ? `${format.dateTime(from, beside)}–${format.time(to)}`
        : say("span", { from: format.dateTime(from, beside), to: format.dateTime(to, beside) }),
    services: (codes: readonly string[]) =>
      say("services", { services: codes.map((code) => names.get(code) ?? code).join(", ") }),
  };
}

export type FeedWords = ReturnType<typeof feedWords>;
