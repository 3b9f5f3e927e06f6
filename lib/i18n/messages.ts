import type { Locale } from "./locales.ts";

/** One file per area and language: `messages/{locale}/{namespace}.json`. */
export const NAMESPACES = [
  "common",
  "shell",
  "states",
  "signin",
  "receipts",
  "installation",
  "messages",
  "journey",
  "codes",
  "csv",
  "quarantine",
  "conformance",
  "status",
  "feeds",
  "desk",
  "windows",
  "objectives",
  "backlog",
  "notices",
  "told",
  "subscriptions",
  "contacts",
  "deliveries",
  "subscribe",
] as const;
export type Namespace = (typeof NAMESPACES)[number];
export type Texts = { [name: string]: string | Texts };

/** Every text of a language, by namespace. Loaded once per process by the bundler's module cache. */
export async function loadMessages(locale: Locale): Promise<Record<Namespace, Texts>> {
  const loaded = await Promise.all(
    NAMESPACES.map(async (namespace) => {
      const file: { default: Texts } = await import(`../../messages/${locale}/${namespace}.json`);
      return [namespace, file.default] as const;
    }),
  );
  return Object.fromEntries(loaded) as Record<Namespace, Texts>;
}
