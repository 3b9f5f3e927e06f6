import { readFileSync } from "node:fs";
import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales.ts";
import { NAMESPACES, type Namespace, type Texts } from "./messages.ts";

/** A text by its name within a namespace, with the figures it is given. */
export type Say = (name: string, figures?: Record<string, string | number>) => string;

const read = new Map<Locale, Record<Namespace, Texts>>();

/** The texts of a language outside React: `texts("da")("status")("feeds.title")`. Read from disk once per process. */
export function texts(locale: Locale): (namespace: Namespace) => Say {
  let messages = read.get(locale);
  if (!messages) {
    messages = Object.fromEntries(
      NAMESPACES.map((namespace) => [
        namespace,
        JSON.parse(readFileSync(new URL(`../../messages/${locale}/${namespace}.json`, import.meta.url), "utf8")),
      ]),
    ) as Record<Namespace, Texts>;
    read.set(locale, messages);
  }
  const all = messages;
  return (namespace) =>
    createTranslator({
      ...{ locale, messages: all, namespace, timeZone: "Europe/Copenhagen" },
      onError: (error) => {
        throw error;
      },
    }) as Say;
}
