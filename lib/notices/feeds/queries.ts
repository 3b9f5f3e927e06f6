import type { PoolClient } from "pg";
import { ownerPool } from "../../db/pool.ts";
import { readWindows } from "../../publication/queries.ts";
import type { FetchedChannel } from "../../subscriptions/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { knownBy } from "./secret.ts";
import type { Feed, FeedNotice, PersonalCalendar, PersonalFeed } from "./shapes.ts";
import { type Asked, asFeed, feedOf, markFetched, type NoticeRow, noticesAt, windowsAt } from "./sql.ts";

const KEPT_MS = 90 * 24 * 3_600_000;
const MOST_NOTICES = 100;
/** Several subscriptions may have led to one notice. */
const MOST_ROWS = 1_000;
/** All that are ahead; of a calendar that would hold more, the soonest. */
const MOST_WINDOWS = 500;

/** The newest hundred of 90 days that were told at a personal feed; null for a secret that opens none. */
export const readFeed = (secret: string, demo: boolean, now: Date): Promise<PersonalFeed | null> =>
  opened("atom", secret, now, async (tx, asked, feed) => ({
    ...{ feed, demo },
    notices: noticesOf(await noticesAt(tx, asked, new Date(now.getTime() - KEPT_MS), MOST_ROWS)),
  }));

/** The windows that were told at a personal calendar, until 90 days after their end; null for a secret that opens none. */
export async function readCalendar(secret: string, now: Date): Promise<PersonalCalendar | null> {
  const found = await opened("calendar", secret, now, async (tx, asked, feed) => ({
    ...{ feed, told: await windowsAt(tx, asked, new Date(now.getTime() - KEPT_MS), MOST_WINDOWS) },
  }));
  if (found === null) return null;
  const { services, windows, demo } = await readWindows(found.told.map(({ uid }) => uid));
  const told = new Map(found.told.map(({ uid, sent_at, ...why }) => [uid, { ...why, sentAt: sent_at }]));
  return {
    ...{ feed: found.feed, services, demo },
    windows: windows.flatMap((window) => {
      const why = told.get(window.uid);
      return why ? [{ window, ...why }] : [];
    }),
  };
}

/**
 * Writes down that an address was fetched today, which its owner sees. Like a line in an access log it changes nothing that
 * anybody is told, and repeats change nothing at all.
 */
export const noteFetched = (feed: Pick<Feed, "id">, now: Date): Promise<unknown> =>
  markFetched(ownerPool(), feed.id, danishDay(now.getTime()));

async function opened<T>(
  channel: FetchedChannel,
  secret: string,
  now: Date,
  read: (tx: PoolClient, asked: Asked, feed: Feed) => Promise<T>,
): Promise<T | null> {
  const hash = knownBy(secret);
  if (hash === null) return null;
  const asked = { hash, day: danishDay(now.getTime()) };
  return asFeed(async (tx) => {
    const found = await feedOf(tx, asked);
    if (found?.channel !== channel) return null;
    const { channel: _, ...feed } = found;
    return read(tx, asked, feed);
  });
}

/** What was told of a signal is one entry, by however many subscriptions; what opened a conversation is an entry too. */
function noticesOf(rows: readonly NoticeRow[]): FeedNotice[] {
  const said = [...Map.groupBy(rows, ({ signal_id }) => signal_id).values()].map((some) =>
    some.toSorted((a, b) => a.notice_id - b.notice_id),
  );
  const entryOf = new Map(said.flatMap((some) => some.map((row) => [row.dispatch_id, some[0]?.dispatch_id])));
  return said.slice(0, MOST_NOTICES).flatMap((some) => {
    const [first] = some;
    return first ? [noticeOf({ ...first, opened_by: entryOf.get(first.opened_by) ?? first.opened_by }, some)] : [];
  });
}

function noticeOf(row: NoticeRow, all: readonly NoticeRow[]): FeedNotice {
  const { at, kind, moment, severity, municipalities, messages, thread, title, title_en, text, text_en } = row;
  return {
    ...{ dispatchId: row.dispatch_id, openedBy: row.opened_by, sentAt: row.sent_at, noticeId: row.notice_id },
    reasons: all.map((one) => ({
      ...{ subscription: { id: one.subscription_id, name: one.subscription }, because: one.because },
    })),
    ...{ confirm: all.find(({ confirm }) => confirm)?.notice_id ?? null, services: row.services },
    signal: {
      ...{ at, kind, moment, severity, municipalities, messages, thread },
      ...{ title: { da: title, en: title_en }, text: { da: text, en: text_en } },
    },
  };
}
