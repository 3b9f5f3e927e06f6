import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { danishDay, danishMidnight } from "../../time/danish.ts";
import type { DeliveryQuery } from "../filter.ts";
import type { DeliveryPage } from "../shapes.ts";
import { type Cursor, readCursor, writeCursor } from "./cursor.ts";
import { type DeliveryRecord, deliveryRow, namesFor } from "./delivery-rows.ts";
import { countedBy, countUpTo, type ListCut, newest, newestDayBefore, newestOfEach, type Span } from "./list-sql.ts";
import { type Period, periodOf, toldPeriod } from "./period.ts";
import { cutOf, placesOf, readsAsSender, sideOf } from "./places.ts";
import { COUNTED } from "./sql.ts";

/** Deliveries by a filter, newest first, page by page. A cursor of another list's making starts this one anew. */
export async function readDeliveries(viewer: Viewer, query: DeliveryQuery, now: Date): Promise<DeliveryPage> {
  const list = openList(viewer, query, now);
  return asViewer(viewer, list.side, async (tx) => {
    const cut = await listCut(tx, list, query);
    const { records, total } = await pageOf(tx, list, cut, query.limit + 1);
    const shown = records.slice(0, query.limit);
    const last = records.length > query.limit ? shown.at(-1) : undefined;
    const names = await namesFor(tx, list.asSender, shown);
    const day = danishDay(list.period.from);
    const before = { ...list.span, day, midnight: danishMidnight(day) };
    return {
      rows: shown.map((record) => deliveryRow(record, names, list.asSender)),
      period: toldPeriod(list.period, list.bound),
      total,
      nextCursor: last ? cursorAt(last, list.bound) : null,
      olderDay: last ? null : await newestDayBefore(tx, before, list.asSender, cut),
      asOf: now.toISOString(),
    };
  });
}

export type OpenList = {
  viewer: Viewer;
  side: "received" | "sent";
  asSender: boolean;
  after: Cursor | null;
  /** When the first page was read (ms): its period and its newest row stay where they were. */
  bound: number;
  period: Period;
  span: Span;
};

export function openList(viewer: Viewer, query: DeliveryQuery, now: Date): OpenList {
  const side = sideOf(viewer, query.side);
  const cursor = readCursor(query.cursor);
  const after = cursor && cursor.bound <= now.getTime() ? cursor : null;
  const bound = after?.bound ?? now.getTime();
  const period = periodOf(query, bound);
  // A send time may lie a day ahead of us; such a row belongs to the list that is opened then.
  const span = { from: period.from, to: Math.min(period.to, bound + 1) };
  return { viewer, side, asSender: readsAsSender(viewer, side), after, bound, period, span };
}

export async function listCut(tx: PoolClient, list: OpenList, query: DeliveryQuery): Promise<ListCut> {
  const places = await placesOf(tx, list.asSender, query, list.period);
  const cut = await cutOf(tx, query, places, list.period);
  return { ...cut, state: query.state ?? null, code: query.code ?? null };
}

export const cursorAt = (record: DeliveryRecord, bound: number): string =>
  writeCursor({
    bound,
    sentAt: record.sent_at.getTime(),
    letterKey: record.letter_key,
    installationId: record.installation_id,
  });

/** A narrow list: few installations, a type or a state. */
function isNarrow(list: OpenList, cut: ListCut): boolean {
  const { role } = list.viewer;
  return (
    (role !== "operator" && role !== "auditor") ||
    cut.installations !== null ||
    cut.typeId !== null ||
    cut.state !== null
  );
}

/** Who has rows of a narrow list, by a look at the rollups. A region's letters lie together by sender, others by installation. */
async function placesWithRows(tx: PoolClient, list: OpenList, cut: ListCut) {
  const bySender = list.asSender && cut.installations === null && cut.state === null;
  const by = bySender ? ("sender_organisation_id" as const) : ("installation_id" as const);
  const places = await countedBy(tx, by, list.period, list.asSender, cut);
  return { by, ids: places.map((place) => place.id), count: places.reduce((sum, place) => sum + place.count, 0) };
}

/** The next rows of a list: the newest of each place that has any, or straight down the index on time where it is broad. */
export async function recordsOf(
  tx: PoolClient,
  list: OpenList,
  cut: ListCut,
  limit: number,
): Promise<DeliveryRecord[]> {
  if (!isNarrow(list, cut)) return newest(tx, list.span, cut, list.after, limit);
  const { by, ids } = await placesWithRows(tx, list, cut);
  return newestOfEach(tx, by, ids, list.span, cut, list.after, limit);
}

/** One page and the total, which comes from rollups where they know it, else from a count that stops. */
async function pageOf(
  tx: PoolClient,
  list: OpenList,
  cut: ListCut,
  limit: number,
): Promise<{ records: DeliveryRecord[]; total: DeliveryPage["total"] }> {
  if (!isNarrow(list, cut)) {
    const records = await newest(tx, list.span, cut, list.after, limit);
    return { records, total: upTo(await countUpTo(tx, list.span, cut)) };
  }
  const { by, ids, count } = await placesWithRows(tx, list, cut);
  const records = await newestOfEach(tx, by, ids, list.span, cut, list.after, limit);
  // Rollups do not know which deliveries a code stands on.
  return { records, total: upTo(cut.code === null ? count : await countUpTo(tx, list.span, cut)) };
}

const upTo = (count: number): DeliveryPage["total"] => ({ count: Math.min(count, COUNTED), atLeast: count > COUNTED });
