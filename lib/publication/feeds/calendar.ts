import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { z } from "zod";
import { concerning, concernShape, languageShape } from "../concerns.ts";
import { answering } from "../data.ts";
import type { PublicWindow } from "../snapshot.ts";
import { type FeedWords, feedWords } from "./words.ts";

const calendarQuery = z.strictObject({ service: concernShape.service, ...languageShape });
const KEPT_MS = 400 * 24 * 3_600_000;
const ASK_AGAIN_S = 3600;

/**
 * The windows as a calendar (RFC 5545), in UTC: at their planned times until they have begun and ended. A moved window keeps its UID
 * and rises in SEQUENCE, a cancelled one stays and says so: that is what changes or strikes it in the reader's calendar.
 * Windows that ended more than 400 days ago are left out.
 */
export const calendar = answering(calendarQuery, ({ snapshot, now, origin }, { lang, service }) => {
  const words = feedWords(lang, snapshot);
  const file = calendarFile(words.say("calendar"), words, origin);
  for (const window of concerning(snapshot, { service }).windows) {
    if (Date.parse(window.plannedTo) > now - KEPT_MS) file.createEvent(windowEvent(window, words, origin));
  }
  return {
    type: "text/calendar; charset=utf-8",
    headers: { "content-disposition": 'inline; filename="servicevinduer.ics"' },
    open: true,
    body: file.toString(),
  };
});

/** An empty calendar of windows. */
export function calendarFile(name: string, words: FeedWords, origin: string) {
  return ical({
    name: words.title(name),
    prodId: { company: "kvitteringsoverblik", product: "status", language: words.locale.toUpperCase() },
    ...{ method: ICalCalendarMethod.PUBLISH, ttl: ASK_AGAIN_S, url: `${origin}/` },
  });
}

/** A window as it stands now; its UID is the same in every calendar, and for ever. */
export function windowEvent(window: PublicWindow, words: FeedWords, origin: string) {
  const { say, plain } = words;
  const start = new Date(window.actualFrom ?? window.plannedFrom);
  const end = new Date(window.actualTo ?? window.plannedTo);
  return {
    id: `${window.uid}@kvitteringsoverblik`,
    sequence: window.sequence,
    start,
    // One that was held past its planned end has begun after it.
    end: end < start ? start : end,
    // DTSTAMP of what has no METHOD of its own is its last change (RFC 5545, 3.8.7.2).
    ...{ stamp: new Date(window.updatedAt), lastModified: new Date(window.updatedAt) },
    created: new Date(window.announcedAt),
    status: window.phase === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // It takes none of the reader's own time.
    transparency: ICalEventTransparency.TRANSPARENT,
    summary: words.title(plain(window.title)),
    description: [
      say(`window.traffic.${window.traffic}`),
      ...(window.services.length > 0 ? [words.services(window.services)] : []),
      ...(window.note ? [plain(window.note)] : []),
      ...(window.expected === null ? [] : [say("window.expected", { count: window.expected })]),
    ].join("\n"),
    url: `${origin}/`,
    categories: [{ name: say("kind.window") }],
  };
}
