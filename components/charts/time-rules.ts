import { addDays, danishDay, danishMidnight } from "@/lib/time/danish.ts";

/** Where instants stand on a time axis. Instants are milliseconds since 1970; days and round hours are Danish local time. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Axis = { from: number; to: number; left: number; right: number };

/** The x of an instant, kept inside the axis. */
export function xOf(at: number, { from, to, left, right }: Axis): number {
  if (to <= from) return left;
  const share = Math.min(Math.max((at - from) / (to - from), 0), 1);
  return left + share * (right - left);
}

const offsetClock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Copenhagen", timeZoneName: "longOffset" });

/** How far Danish local time is ahead of UTC at an instant, in ms: one hour in winter, two in summer. */
export function danishOffset(at: number): number {
  const name = offsetClock.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

/** The instants after `from` and up to `to` at which a Danish day begins; 23, 24 or 25 hours apart. */
export function danishMidnights(from: number, to: number): number[] {
  const found: number[] = [];
  for (let day = addDays(danishDay(from), 1); danishMidnight(day) <= to; day = addDays(day, 1)) {
    found.push(danishMidnight(day));
  }
  return found;
}

const STEPS = [10_000, 30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const LONG_STEPS = [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];

/** Round Danish clock times between `from` and `to`, at most `most` of them; midnights where a day is the step. */
export function clockTicks(from: number, to: number, most: number): number[] {
  const step = [...STEPS, ...LONG_STEPS].find((candidate) => (to - from) / candidate <= most);
  if (step === undefined) {
    const midnights = danishMidnights(from - 1, to);
    const every = Math.max(1, Math.ceil(midnights.length / most));
    return midnights.filter((_, at) => at % every === 0);
  }
  const ticks: number[] = [];
  const stride = Math.min(step, HOUR);
  for (let at = Math.ceil(from / stride) * stride; at <= to; at += stride) {
    if ((at + danishOffset(at)) % step === 0) ticks.push(at);
  }
  return ticks;
}
