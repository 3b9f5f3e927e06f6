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

/**
 * One page and the total. A narrow list (few installations, a type, a state) first asks the rollups who has such rows,
 * then takes the newest of each; a broad one goes straight down the index on time.
 */
export async function pageOf(
  tx: PoolClient,
  list: OpenList,
  cut: ListCut,
  limit: number,
): Promise<{ records: DeliveryRecord[]; total: DeliveryPage["total"] }> {
  const { role } = list.viewer;
  const oversight = role === "operator" || role === "auditor";
  const narrow = !oversight || cut.installations !== null || cut.typeId !== null || cut.state !== null;
  if (!narrow) {
    const count = await countUpTo(tx, list.span, cut);
    return { records: await newest(tx, list.span, cut, list.after, limit), total: upTo(count) };
  }
  // A region's letters lie together by sender; everything else does by installation.
  const by =
    list.asSender && cut.installations === null && cut.state === null ? "sender_organisation_id" : "installation_id";
  const places = await countedBy(tx, by, list.period, list.asSender, cut);
  const ids = places.map((place) => place.id);
  const records = await newestOfEach(tx, by, ids, list.span, cut, list.after, limit);
  const counted = places.reduce((sum, place) => sum + place.count, 0);
  // Rollups do not know which deliveries a code stands on.
  const total = cut.code === null ? counted : await countUpTo(tx, list.span, { ...cut, installations: ids });
  return { records, total: upTo(total) };
}

const upTo = (count: number): DeliveryPage["total"] => ({ count: Math.min(count, COUNTED), atLeast: count > COUNTED });
