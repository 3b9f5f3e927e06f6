/** Danish local days. Instants are milliseconds since 1970 UTC; a day is `YYYY-MM-DD` in Europe/Copenhagen. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Copenhagen",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** The Danish day an instant falls on. */
export const danishDay = (ms: number): string => danishWall(ms).slice(0, 10);

const midnights = new Map<string, number>();

/** The instant (ms) a Danish day begins. */
export function danishMidnight(day: string): number {
  let midnight = midnights.get(day);
  if (midnight === undefined) {
    midnight = startOf(day);
    if (midnights.size > 10_000) midnights.clear();
    midnights.set(day, midnight);
  }
  return midnight;
}

/** The day `days` after (or before) a day. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}

/**
 * The instant (ms) of a Danish clock, `YYYY-MM-DD` and `HH:MM` or `HH:MM:SS`; NaN for what is no day or time. The hour that
 * comes twice in October is read as the first of the two, the one that is left out in March with the clock before it.
 */
export function danishInstant(day: string, time: string): number {
  const utc = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  if (new Date(utc).getUTCDate() !== Number(day.slice(8))) return Number.NaN;
  for (const ahead of [2, 1]) {
    if (hoursAhead(utc - ahead * HOUR_MS) === ahead) return utc - ahead * HOUR_MS;
  }
  return utc - HOUR_MS;
}

/** What the clock on a Danish wall says at an instant (ms), `YYYY-MM-DDTHH:MM`. */
export const danishWall = (ms: number): string => new Date(ms + hoursAhead(ms) * HOUR_MS).toISOString().slice(0, 16);

/** How many minutes the Danish wall is past midnight at an instant (ms). */
export const danishMinutes = (ms: number): number =>
  Math.floor((ms + hoursAhead(ms) * HOUR_MS) / MINUTE_MS) % (24 * 60);

/** Every instant (ms) at which a Danish wall says this: none in the hour left out in March, two in October's double hour. */
export function instantsOfWall(wall: string): number[] {
  const utc = Date.parse(`${wall}Z`);
  return [2, 1].flatMap((ahead) => {
    const instant = utc - ahead * HOUR_MS;
    return hoursAhead(instant) === ahead ? [instant] : [];
  });
}

/** How many hours Denmark is ahead of UTC at an instant: one in winter, two in summer. */
function hoursAhead(ms: number): number {
  const { before, after, changes } = spanAt(ms);
  return ms < changes ? before : after;
}

// Denmark's clock changes twice a year at most, on a whole hour in UTC: within a fortnight at most once.
const FORTNIGHT_MS = 14 * 24 * HOUR_MS;
type Span = { before: number; after: number; changes: number };
const spans = new Map<number, Span>();

/** The fortnight an instant lies in: how far ahead Denmark is at its beginning and at its end, and when that changes. */
function spanAt(ms: number): Span {
  const nr = Math.floor(ms / FORTNIGHT_MS);
  let span = spans.get(nr);
  if (span === undefined) {
    span = spanOf(nr * FORTNIGHT_MS, (nr + 1) * FORTNIGHT_MS);
    if (spans.size > 10_000) spans.clear();
    spans.set(nr, span);
  }
  return span;
}

function spanOf(from: number, to: number): Span {
  const [before, after] = [askedHoursAhead(from), askedHoursAhead(to)];
  let [same, changed] = [from, to];
  while (before !== after && changed - same > HOUR_MS) {
    const between = Math.floor((same + changed) / 2 / HOUR_MS) * HOUR_MS;
    if (askedHoursAhead(between) === before) same = between;
    else changed = between;
  }
  return { before, after, changes: before === after ? from : changed };
}

function askedHoursAhead(hour: number): number {
  const part = partsOf(hour);
  return Math.round((Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:00:00Z`) - hour) / HOUR_MS);
}

function startOf(day: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // Denmark is one or two hours ahead of UTC: midnight there is the first of these that is already on the day.
  for (const ahead of [2, 1, 0]) {
    const candidate = utcMidnight - ahead * HOUR_MS;
    const part = partsOf(candidate);
    if (part.hour === "00" && `${part.year}-${part.month}-${part.day}` === day) return candidate;
  }
  return utcMidnight - HOUR_MS;
}

function partsOf(ms: number): Record<string, string> {
  return Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, value]));
}
