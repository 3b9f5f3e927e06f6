/** Danish local days. Instants are milliseconds since 1970 UTC; a day is `YYYY-MM-DD` in Europe/Copenhagen. */
const HOUR_MS = 3_600_000;
const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Copenhagen",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

// Denmark's clock only ever changes on a whole hour in UTC, so an hour's answer holds for all of it.
const dayOfHour = new Map<number, string>();

/** The Danish day an instant falls on. */
export function danishDay(ms: number): string {
  const hour = Math.floor(ms / HOUR_MS);
  let day = dayOfHour.get(hour);
  if (day === undefined) {
    const part = partsOf(hour * HOUR_MS);
    day = `${part.year}-${part.month}-${part.day}`;
    if (dayOfHour.size > 100_000) dayOfHour.clear();
    dayOfHour.set(hour, day);
  }
  return day;
}

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

/** Every instant (ms) at which a Danish wall says this: none in the hour left out in March, two in October's double hour. */
export function instantsOfWall(wall: string): number[] {
  const utc = Date.parse(`${wall}Z`);
  return [2, 1].flatMap((ahead) => {
    const instant = utc - ahead * HOUR_MS;
    return hoursAhead(instant) === ahead ? [instant] : [];
  });
}

const aheadOfHour = new Map<number, number>();

/** How many hours Denmark is ahead of UTC at an instant: one in winter, two in summer. */
function hoursAhead(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS);
  let ahead = aheadOfHour.get(hour);
  if (ahead === undefined) {
    const part = partsOf(hour * HOUR_MS);
    ahead = Math.round(
      (Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:00:00Z`) - hour * HOUR_MS) / HOUR_MS,
    );
    if (aheadOfHour.size > 100_000) aheadOfHour.clear();
    aheadOfHour.set(hour, ahead);
  }
  return ahead;
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
