import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales.ts";
import { NAMESPACES, type Namespace, type Texts } from "./messages.ts";

/** A text by its name within a namespace, with the figures it is given. */
export type Say = {
  (name: string, figures?: Record<string, string | number>): string;
  /** A text with tags, each written by a function; what is filled in is the caller's to escape. */
  markup: (name: string, figures: Record<string, string | number | ((inner: string) => string)>) => string;
};

const read = new Map<Locale, Record<Namespace, Texts>>();
const made = new Map<string, Say>();

/** The texts of a language outside React: `texts("da")("status")("feeds.title")`. Read from disk once per process. */
export function texts(locale: Locale): (namespace: Namespace) => Say {
  let messages = read.get(locale);
  if (!messages) {
    messages = Object.fromEntries(NAMESPACES.map((namespace) => [namespace, textsOf(locale, namespace)])) as Record<
      Namespace,
      Texts
    >;
    read.set(locale, messages);
  }
  const all = messages;
  return (namespace) => {
    const known = made.get(`${locale} ${namespace}`);
    if (known) return known;
    const say = createTranslator({
      ...{ locale, messages: all, namespace, timeZone: "Europe/Copenhagen" },
      onError: (error) => {
        throw error;
      },
    }) as unknown as Say;
    made.set(`${locale} ${namespace}`, say);
    return say;
  };
}

// From the project's folder: a bundle does not lie where its source did.
const textsOf = (locale: Locale, namespace: Namespace): Texts =>
  JSON.parse(readFileSync(join(process.cwd(), "messages", locale, `${namespace}.json`), "utf8"));
