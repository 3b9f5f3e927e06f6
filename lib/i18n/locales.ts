/** The languages people read the product in; the first is the default. */
export const LOCALES = ["da", "en"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "da";

/** The cookie that remembers a chosen language; set by a POST, never by an address. */
export const LOCALE_COOKIE = "locale";

/** What a cookie says, or the default where it says nothing we know. */
export function localeOf(value: string | undefined): Locale {
  return LOCALES.find((locale) => locale === value) ?? DEFAULT_LOCALE;
}

/** The other language, for the switch. */
export function otherLocale(locale: Locale): Locale {
  return locale === "da" ? "en" : "da";
}
