import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { danishDay, danishMidnight } from "../../time/danish.ts";
import type { DeliveryQuery } from "../filter.ts";
import { statesLeft } from "../leftovers.ts";
import type { DeliveryPage } from "../shapes.ts";
import { type Cursor, readCursor, writeCursor } from "./cursor.ts";
import { type DeliveryRecord, deliveryRow, namesFor } from "./delivery-rows.ts";
import {
  countedBy,
  countUpTo,
  type Hit,
  hitBy,
  type ListCut,
  newest,
  newestDayBefore,
  newestHit,
  newestOfEach,
  placesWithCode,
  type Span,
} from "./list-sql.ts";
import { usuallyIn } from "./pace.ts";
import { type Period, periodOf, toldPeriod } from "./period.ts";
import { cutOf, narrows, placesOf, readsAsSender, sideOf } from "./places.ts";
import { COUNTED } from "./sql.ts";

/** Deliveries by a filter, newest first, page by page. A cursor of another list's making starts this one anew. */
export async function readDeliveries(viewer: Viewer, query: DeliveryQuery, now: Date): Promise<DeliveryPage> {
  const list = await openList(viewer, query, now);
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
      // What an incident hit lies in its own time: nothing older belongs to the list.
      olderDay: last || cut.hit ? null : await newestDayBefore(tx, before, list.asSender, cut),
      asOf: now.toISOString(),
    };
  });
}

export type OpenList = {
  side: "received" | "sent";
  asSender: boolean;
  after: Cursor | null;
  /** When the first page was read (ms): its period and its newest row stay where they were. */
  bound: number;
  period: Period;
  span: Span;
  /** About how many deliveries of everybody lie in the span; null where the viewer sees them all and can count them. */
  everybodys: number | null;
};

/** Asked before the viewer's transaction: whoever holds a connection must not wait for another. */
export async function openList(viewer: Viewer, query: DeliveryQuery, now: Date): Promise<OpenList> {
  const side = sideOf(viewer, query.side);
  const cursor = readCursor(query.cursor);
  const after = cursor && cursor.bound <= now.getTime() ? cursor : null;
  const bound = after?.bound ?? now.getTime();
  const period = periodOf(query, bound);
  // A send time may lie a day ahead of us; such a row belongs to the list that is opened then.
  const span = { from: period.from, to: Math.min(period.to, bound + 1) };
  const seesAll = viewer.role === "operator" || viewer.role === "auditor";
  const everybodys = seesAll ? null : await usuallyIn(span, now.getTime());
  return { side, asSender: readsAsSender(viewer, side), after, bound, period, span, everybodys };
}

function statesOf({ state, left }: DeliveryQuery): ListCut["states"] {
  if (left === undefined) return state === undefined ? null : [state];
  return statesLeft(left).filter((one) => state === undefined || one === state);
}

export async function listCut(tx: PoolClient, list: OpenList, query: DeliveryQuery): Promise<ListCut> {
  const places = narrows(query) ? await placesOf(tx, list.asSender, query, list.period) : new Map();
  const cut = await cutOf(tx, query, places, list.period);
  const hit = query.incident === undefined ? null : await hitBy(tx, query.incident);
  const within = cut.installations && new Set(cut.installations);
  return {
    ...cut,
    states: statesOf(query),
    code: query.code ?? null,
    hit: hit && (within ? hit.filter(({ id }) => within.has(id)) : hit),
  };
}

export const cursorAt = (record: DeliveryRecord, bound: number): string =>
  writeCursor({
    bound,
    sentAt: record.sent_at.getTime(),
    letterKey: record.letter_key,
    installationId: record.installation_id,
  });

/** How the rows of a list are found, and how many there are where rollups know it. */
type Plan = { total: number | null } & (
  | { by: null }
  | { by: "incident"; hit: Hit[] }
  | { by: "installation_id" | "sender_organisation_id"; ids: number[] }
);

/**
 * Whoever sees everything and narrows nothing goes straight down the index on time. All others first ask the rollups who
 * has such rows, and take the newest of each: what a narrow viewer or a rare state costs does not depend on how much
 * everybody else sends. A type or state that is common everywhere is sooner met on the way down, and so are the rows of a
 * viewer who sees a good part of everything.
 */
async function planOf(tx: PoolClient, list: OpenList, cut: ListCut, limit: number): Promise<Plan> {
  if (cut.hit) return { total: null, by: "incident", hit: cut.hit };
  const seesAll = list.everybodys === null;
  if (cut.code !== null) {
    return {
      total: null,
      by: "installation_id",
      ids: await placesWithCode(tx, list.period, { ...cut, code: cut.code }),
    };
  }
  const everywhere = !list.asSender && cut.installations === null && cut.datedRegion === null;
  if (everywhere && seesAll && cut.typeId === null && cut.states === null) return { total: null, by: null };
  // A region's letters lie together by sender, others by installation.
  const bySender = list.asSender && cut.installations === null && cut.states === null;
  const by = bySender ? "sender_organisation_id" : "installation_id";
  const counted = await countedBy(tx, by, list.period, list.asSender, cut, seesAll);
  const places = counted.filter((place) => place.count > 0);
  const total = places.reduce((sum, place) => sum + place.count, 0);
  const all = list.everybodys ?? counted.reduce((sum, place) => sum + (place.all ?? 0), 0);
  const rowsOfEach = places.reduce((sum, place) => sum + Math.min(place.count, limit), 0);
  const rowsOnTheWay = total === 0 ? 0 : (limit * all) / total;
  if (everywhere && rowsOnTheWay < rowsOfEach) return { total, by: null };
  return { total, by, ids: places.map((place) => place.id) };
}

function rowsBy(tx: PoolClient, list: OpenList, cut: ListCut, limit: number, plan: Plan): Promise<DeliveryRecord[]> {
  if (plan.by === null) return newest(tx, list.span, cut, list.after, limit);
  if (plan.by === "incident") return newestHit(tx, plan.hit, list.span, cut, list.after, limit);
  return newestOfEach(tx, plan.by, plan.ids, list.span, cut, list.after, limit);
}

/** The next rows of a list. */
export const recordsOf = async (
  tx: PoolClient,
  list: OpenList,
  cut: ListCut,
  limit: number,
): Promise<DeliveryRecord[]> => rowsBy(tx, list, cut, limit, await planOf(tx, list, cut, limit));

/** One page and the total, which comes from rollups where they know it, else from a count that stops. */
async function pageOf(
  tx: PoolClient,
  list: OpenList,
  cut: ListCut,
  limit: number,
): Promise<{ records: DeliveryRecord[]; total: DeliveryPage["total"] }> {
  const plan = await planOf(tx, list, cut, limit);
  const records = await rowsBy(tx, list, cut, limit, plan);
  const within = plan.by === "installation_id" ? { ...cut, installations: plan.ids } : cut;
  return { records, total: upTo(plan.total ?? (await countUpTo(tx, list.span, within))) };
}

const upTo = (count: number): DeliveryPage["total"] => ({ count: Math.min(count, COUNTED), atLeast: count > COUNTED });
