import type { Locale } from "./locales.ts";

/**
 * Numbers, times and durations as people read them. Instants are ISO 8601 strings or Dates and are always shown in
 * Europe/Copenhagen; durations are milliseconds; `null` is "not known" and becomes a dash, never 0.
 */
export const DASH = "–";
const ZONE = "Europe/Copenhagen";
const NBSP = "\u00a0";

const MONTHS: Record<Locale, readonly string[]> = {
  da: ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const LONG_MONTHS: Record<Locale, readonly string[]> = {
  da: "januar februar marts april maj juni juli august september oktober november december".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

type Instant = string | Date;
type Parts = { year: number; month: number; day: number; hour: string; minute: string; second: string };

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function partsOf(instant: Instant): Parts {
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of clock.formatToParts(new Date(instant))) found[type] = value;
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    hour: found.hour ?? "",
    minute: found.minute ?? "",
    second: found.second ?? "",
  };
}

/** The Danish local day of an instant, `YYYY-MM-DD`; a day has 23, 24 or 25 hours. */
export function danishDay(instant: Instant): string {
  const { year, month, day } = partsOf(instant);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export type Format = ReturnType<typeof formatterOf>;

const made = new Map<Locale, Format>();

/** Everything that is written out in one language. */
export function formatter(locale: Locale): Format {
  const known = made.get(locale) ?? formatterOf(locale);
  made.set(locale, known);
  return known;
}

function formatterOf(locale: Locale) {
  const tag = locale === "da" ? "da-DK" : "en-GB";
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const hundredth = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const hours = locale === "da" ? "t" : "h";
  const percentSign = locale === "da" ? `${NBSP}%` : "%";

  const number = (value: number | null): string => (value === null ? DASH : whole.format(value));

  /**
   * `part` of `total` in percent, with one decimal from 99 to 100 so that a hundred means all of them; a dash where
   * nothing was counted.
   */
  const percent = (part: number, total: number): string => {
    if (total === 0) return DASH;
    const share = (100 * part) / total;
    if (part === total) return `100${percentSign}`;
    if (share >= 99) return `${tenth.format(Math.min(share, 99.9))}${percentSign}`;
    if (part > 0 && share < 1) return `${tenth.format(Math.max(share, 0.1))}${percentSign}`;
    return `${whole.format(Math.min(Math.round(share), 99))}${percentSign}`;
  };

  /** A share of time, `99,62 %`: rounded down, so that a hundred means all of it; a dash where nothing was measured. */
  const availability = (share: number | null): string =>
    share === null ? DASH : `${hundredth.format(Math.floor(share * 10_000 + 1e-6) / 100)}${percentSign}`;

  /** `07:42`. */
  const time = (instant: Instant | null): string => {
    if (instant === null) return DASH;
    const { hour, minute } = partsOf(instant);
    return `${hour}:${minute}`;
  };

  /** `07:42:08`, where seconds matter. */
  const timeWithSeconds = (instant: Instant | null): string => {
    if (instant === null) return DASH;
    const { hour, minute, second } = partsOf(instant);
    return `${hour}:${minute}:${second}`;
  };

  const dayOf = (instant: Instant, now: Instant, months: readonly string[]): string => {
    const { year, month, day } = partsOf(instant);
    const dayMonth = `${day}${locale === "da" ? "." : ""}${NBSP}${months[month - 1]}`;
    return year === partsOf(now).year ? dayMonth : `${dayMonth}${NBSP}${year}`;
  };

  /** `24. nov.`, with the year where it is not that of `now`. */
  const date = (instant: Instant | null, now: Instant): string =>
    instant === null ? DASH : dayOf(instant, now, MONTHS[locale]);

  /** `24. november`, for sentences: a short month's full stop would stand before the sentence's own. */
  const dateInWords = (instant: Instant | null, now: Instant): string =>
    instant === null ? DASH : dayOf(instant, now, LONG_MONTHS[locale]);

  /** `november 2026`, of a month `2026-11`. */
  const month = (of: string): string => `${LONG_MONTHS[locale][Number(of.slice(5, 7)) - 1]} ${of.slice(0, 4)}`;

  /** `23. nov. 07:42`. */
  const dateTime = (instant: Instant | null, now: Instant): string =>
    instant === null ? DASH : `${date(instant, now)} ${time(instant)}`;

  /** The time alone today, the day before it otherwise: how far back something is should never have to be guessed. */
  const sinceTime = (instant: Instant | null, now: Instant): string => {
    if (instant === null) return DASH;
    return danishDay(instant) === danishDay(now) ? time(instant) : dateTime(instant, now);
  };

  /** `0,9 s`, `38 s`, `15 min 38 s`, `2 t 14 min`, `3 d 4 t`: two units at most. */
  const duration = (ms: number | null): string => {
    if (ms === null) return DASH;
    if (ms < 0) return `−${duration(-ms)}`;
    if (ms < 9_950) return `${tenth.format(ms / 1000)}${NBSP}s`;
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return `${seconds}${NBSP}s`;
    const pair = (big: number, bigUnit: string, small: number, smallUnit: string) =>
      small === 0 ? `${big}${NBSP}${bigUnit}` : `${big}${NBSP}${bigUnit} ${small}${NBSP}${smallUnit}`;
    if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
    const minutes = Math.round(seconds / 60);
    if (minutes < 48 * 60) return pair(Math.floor(minutes / 60), hours, minutes % 60, "min");
    const wholeHours = Math.round(minutes / 60);
    return pair(Math.floor(wholeHours / 24), "d", wholeHours % 24, hours);
  };

  /** A percentile interpolated in a bin: `≈ 38 s`, in units no finer than the bins deserve. */
  const about = (ms: number | null): string => {
    if (ms === null) return DASH;
    const step = ms < 10_000 ? 100 : ms < 120_000 ? 1_000 : ms < 600_000 ? 10_000 : 60_000;
    return `≈${NBSP}${duration(Math.round(ms / step) * step)}`;
  };

  return {
    locale,
    number,
    percent,
    availability,
    time,
    timeWithSeconds,
    date,
    dateInWords,
    month,
    dateTime,
    sinceTime,
    duration,
    about,
  };
}
