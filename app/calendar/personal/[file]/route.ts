import { personalRoute } from "@/lib/http/personal.ts";
import { calendarUpdatedAt, personalCalendar } from "@/lib/notices/feeds/calendar.ts";
import { noteFetched, readCalendar } from "@/lib/notices/feeds/queries.ts";

/** The windows that were told at a personal calendar, to whoever holds its address. */
export const GET = personalRoute("text/calendar", ".ics", async (secret, { origin, now }) => {
  const found = await readCalendar(secret, now);
  if (found === null) return null;
  const body = personalCalendar(found, origin);
  return { body, modified: calendarUpdatedAt(found), fetched: () => noteFetched(found.feed, now) };
});
