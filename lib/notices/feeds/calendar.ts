import { texts } from "../../i18n/texts.ts";
import { calendarFile, windowEvent } from "../../publication/feeds/calendar.ts";
import { feedWords, printable } from "../../publication/feeds/words.ts";
import { whyOf } from "../message.ts";
import type { PersonalCalendar } from "./shapes.ts";

/**
 * A personal calendar (RFC 5545): the windows that were told there, as the public calendar has them, each with why it is in
 * this one. Their times are those of now, also where a change still waits for quiet hours to be told.
 */
export function personalCalendar({ feed, windows, services, demo }: PersonalCalendar, origin: string): string {
  const { label, locale, organisation } = feed;
  const words = feedWords(locale, { services, demo });
  const say = texts(locale)("notices");
  const file = calendarFile(printable(say("feed.calendar", { label, organisation })), words, origin);
  for (const { window, because, subscription } of windows) {
    const { description, ...event } = windowEvent(window, words, origin);
    const why = `${say("why")} ${whyOf(because, subscription, locale)}`;
    file.createEvent({ ...event, description: printable(`${description}\n\n${why}`) });
  }
  return file.toString();
}

/** When a calendar last changed: when a window of it did or was told there, or when it was made. */
export function calendarUpdatedAt({ feed, windows }: PersonalCalendar): string {
  const changes = windows.flatMap(({ window, sentAt }) => [window.updatedAt, sentAt]);
  return new Date(Math.max(...[feed.since, ...changes].map(Date.parse))).toISOString();
}
