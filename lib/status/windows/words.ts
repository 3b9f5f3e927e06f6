import { danishDay, type Format } from "../../i18n/format.ts";
import type { SeriesRule } from "./shapes.ts";

type Say = (name: string, figures?: Record<string, string | number>) => string;
type Span = { plannedFrom: string; plannedTo: string };
type Rule = Pick<SeriesRule, "every" | "nth" | "weekday" | "fromTime" | "toTime">;

const weekdayOf = (instant: string) => String(new Date(`${danishDay(instant)}T12:00:00Z`).getUTCDay());

/** How windows are said, by the texts of `windows`: `torsdag 3. dec. 05:00–06:00`, and the rule of a series in words. */
export function windowWords(say: Say, format: Format, asOf: string) {
  const day = (instant: string) => ({
    weekday: say(`weekday.${weekdayOf(instant)}`),
    date: format.date(instant, asOf),
  });
  const when = ({ plannedFrom, plannedTo }: Span): string => {
    const times = { ...day(plannedFrom), from: format.time(plannedFrom) };
    if (danishDay(plannedFrom) === danishDay(plannedTo))
      return say("span.day", { ...times, to: format.time(plannedTo) });
    const end = day(plannedTo);
    return say("span.days", { ...times, toWeekday: end.weekday, toDate: end.date, to: format.time(plannedTo) });
  };
  const recurs = ({ every, nth, weekday, fromTime, toTime }: Rule): string =>
    say(`series.recurs.${every}`, {
      ...{ weekday: say(`weekday.${weekday}`), from: fromTime, to: toTime },
      nth: nth === null ? "" : say(`series.nth.${nth}`),
    });
  return { when, recurs };
}
