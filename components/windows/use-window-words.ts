import { useTranslations } from "next-intl";
import type { Choice } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { TRAFFICS, WINDOW_CLASSES } from "@/lib/status/shapes.ts";
import { windowWords } from "@/lib/status/windows/words.ts";

/** With a capital, where it begins a sentence or a cell. */
export const asSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How windows are said: `torsdag 3. dec. 05:00–06:00`, and the rule of a series in words. */
export function useWindowWords(asOf: string) {
  const t = useTranslations("windows");
  const format = useFormat();
  return windowWords(t, format, asOf);
}

/** The words of windows as choices of a form. */
export function useWindowChoices() {
  const t = useTranslations("windows");
  const choices = (values: readonly string[], label: (value: string) => string): Choice[] =>
    values.map((value) => ({ value, label: label(value) }));
  return {
    classes: choices(WINDOW_CLASSES, (value) => `${t(`class.${value}.label`)}: ${t(`class.${value}.rule`)}`),
    traffics: choices(TRAFFICS, (value) => `${t(`traffic.${value}.label`)}: ${t(`traffic.${value}.says`)}`),
    choices,
  };
}
