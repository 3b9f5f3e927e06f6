import { useTranslations } from "next-intl";
import type { Choice } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { danishDay } from "@/lib/i18n/format.ts";
import { TRAFFICS, WINDOW_CLASSES } from "@/lib/status/shapes.ts";
import type { SeriesRule } from "@/lib/status/windows/shapes.ts";

const weekdayOf = (instant: string) => String(new Date(`${danishDay(instant)}T12:00:00Z`).getUTCDay());

/** With a capital, where it begins a sentence or a cell. */
export const asSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How windows are said: `torsdag 3. dec. 05:00–06:00`, and the rule of a series in words. */
export function useWindowWords(asOf: string) {
  const t = useTranslations("windows");
  const format = useFormat();
  const day = (instant: string) => ({
    weekday: t(`weekday.${weekdayOf(instant)}`),
    date: format.date(instant, asOf),
  });
  const when = (span: { plannedFrom: string; plannedTo: string }): string => {
    const { plannedFrom, plannedTo } = span;
    const times = { ...day(plannedFrom), from: format.time(plannedFrom) };
    if (danishDay(plannedFrom) === danishDay(plannedTo)) return t("span.day", { ...times, to: format.time(plannedTo) });
    const end = day(plannedTo);
    return t("span.days", { ...times, toWeekday: end.weekday, toDate: end.date, to: format.time(plannedTo) });
  };
  const recurs = ({ every, nth, weekday, fromTime, toTime }: SeriesRule): string =>
    t(`series.recurs.${every}`, {
      ...{ weekday: t(`weekday.${weekday}`), from: fromTime, to: toTime },
      nth: nth === null ? "" : t(`series.nth.${nth}`),
    });
  return { when, recurs };
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
