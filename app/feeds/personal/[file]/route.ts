import { personalRoute } from "@/lib/http/personal.ts";
import { personalAtom, updatedAt } from "@/lib/notices/feeds/atom.ts";
import { noteFetched, readFeed } from "@/lib/notices/feeds/queries.ts";
import { isDemo } from "@/lib/world/mark.ts";

/** What was told at a personal feed, to whoever holds its address. */
export const GET = personalRoute("application/atom+xml", ".xml", async (secret, { origin, now }) => {
  const found = await readFeed(secret, await isDemo(), now);
  if (found === null) return null;
  const body = personalAtom(found, origin);
  return { body, modified: updatedAt(found), fetched: () => noteFetched(found.feed, now) };
});
