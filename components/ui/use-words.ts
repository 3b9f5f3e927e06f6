import { useLocale } from "next-intl";
import { localeOf } from "@/lib/i18n/locales.ts";
import type { Words } from "@/lib/status/shapes.ts";

/** Picks the reader's language of what is written in both. */
export function useWords(): (words: Words) => string {
  const locale = localeOf(useLocale());
  return (words) => words[locale];
}
