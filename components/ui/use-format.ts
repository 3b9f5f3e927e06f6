import { useLocale } from "next-intl";
import { type Format, formatter } from "@/lib/i18n/format.ts";
import { LOCALES, localeOf } from "@/lib/i18n/locales.ts";

const formats = Object.fromEntries(LOCALES.map((locale) => [locale, formatter(locale)])) as Record<string, Format>;

/** Numbers, times and durations in the reader's language; on the server and in the browser alike. */
export function useFormat(): Format {
  const locale = localeOf(useLocale());
  return formats[locale] ?? formatter(locale);
}
