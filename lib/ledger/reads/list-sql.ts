import type { PoolClient } from "pg";
import { RECEIPT_STATES, type ReceiptState } from "../states.ts";
import type { Cursor } from "./cursor.ts";
import { DELIVERY_COLUMNS, type DeliveryRecord } from "./delivery-rows.ts";
import { type Period, touchedDays } from "./period.ts";
import { Bound, type Cut, cutParts, danishDayOf, MAX_COUNTED, rollupOf, where } from "./sql.ts";

/**
 * What a list asks for, besides where: `code` is an issue code among the delivery's negative receipts. `hit` narrows to
 * the time each installation was hit by an incident.
 */
export type ListCut = Cut & { states: readonly ReceiptState[] | null; code: string | null; hit: Hit[] | null };
export type Span = { from: number; to: number };
/** An installation and the half-open time it was hit. */
export type Hit = { id: number; from: Date; to: Date };

/** Where rows are, by a first look at rollups: an installation or a sender, how many are wanted, and where asked how many there are. */
export type Place = { id: number; count: number; all: number | null };

const NEWEST_FIRST = "ORDER BY d.sent_at DESC, d.letter_key DESC, d.installation_id DESC";

/**
 * How many deliveries each installation (or sender) has in a span, from rollups: of the wanted type and state, and where
 * `withAll` is set at all. Without it a rare state is counted from the few rows that have any.
 */
export async function countedBy(
  tx: PoolClient,
  by: "installation_id" | "sender_organisation_id",
  period: Period,
  asSender: boolean,
  cut: ListCut,
  withAll: boolean,
): Promise<Place[]> {
  const bound = new Bound();
  const rollup = rollupOf(period, asSender);
  const wanted = oneOf(cut.states);
  if (!withAll) {
    const { rows } = await tx.query<Place>(
      `SELECT r.${by} AS id, sum(${wanted})::int AS count, NULL AS all FROM ${rollup.table} r
       WHERE ${where(bound, rollup, cut)}${cut.states === null ? "" : ` AND ${wanted} > 0`} GROUP BY 1`,
      bound.values,
    );
    return rows;
  }
  const ofType = cut.typeId === null ? "" : ` FILTER (WHERE r.type_id = ${bound.value(cut.typeId)})`;
  const { rows } = await tx.query<Place>(
    `SELECT r.${by} AS id, coalesce(sum(${wanted})${ofType}, 0)::int AS count, sum(${oneOf(null)})::int AS all FROM ${rollup.table} r
     WHERE ${where(bound, rollup, { ...cut, typeId: null })} GROUP BY 1`,
    bound.values,
  );
  return rows;
}

/** The installations where an issue code was given on the days of a span. */
export async function placesWithCode(tx: PoolClient, period: Period, cut: Cut & { code: string }): Promise<number[]> {
  const bound = new Bound();
  const { rows } = await tx.query<{ id: number }>(
    `SELECT r.installation_id AS id FROM ledger.rollup_code r
     WHERE ${where(bound, { ...touchedDays(period), cast: "date" }, cut)} AND r.code = ${bound.value(cut.code)}
     GROUP BY 1 HAVING sum(r.n) > 0`,
    bound.values,
  );
  return rows.map((row) => row.id);
}

/** The conditions of a list on deliveries `d`, without where they are. */
function conditions(bound: Bound, span: Span, cut: ListCut, after: Cursor | null): string[] {
  const parts = [
    `d.sent_at >= ${bound.value(new Date(span.from))}`,
    `d.sent_at < ${bound.value(new Date(span.to))}`,
    ...cutParts(bound, { ...cut, installations: null }, "d", danishDayOf("d.sent_at")),
  ];
  if (cut.states !== null) {
    parts.push(`d.state IN (${cut.states.map((state) => RECEIPT_STATES.indexOf(state)).join(", ") || "NULL"})`);
  }
  if (cut.code !== null) parts.push(`${bound.value(cut.code)} = ANY (d.codes)`);
  if (after) {
    const [sentAt, key, installation] = [new Date(after.sentAt), after.letterKey, after.installationId];
    parts.push(
      `d.sent_at <= ${bound.value(sentAt)}`,
      `(d.sent_at, d.letter_key, d.installation_id) < (${bound.value(sentAt)}, ${bound.value(key)}::uuid, ${bound.value(installation)}::int)`,
    );
  }
  return parts;
}

/**
 * Runs a statement whose rows lie in an index in the order they are wanted. PostgreSQL cannot know how many rows the sets
 * of row security hold, guesses few, and would fetch and sort an installation's whole month to give its newest fifty.
 */
async function inIndexOrder(tx: PoolClient, sql: string, values: unknown[]): Promise<DeliveryRecord[]> {
  const sorting = (onOff: string) =>
    tx.query("SELECT set_config('enable_sort', $1, true), set_config('enable_bitmapscan', $1, true)", [onOff]);
  await sorting("off");
  const { rows } = await tx.query<DeliveryRecord>(sql, values);
  await sorting("on");
  return rows;
}

/** The newest deliveries of a broad list, straight down the index on time. */
export async function newest(
  tx: PoolClient,
  span: Span,
  cut: ListCut,
  after: Cursor | null,
  limit: number,
): Promise<DeliveryRecord[]> {
  const bound = new Bound();
  const parts = conditions(bound, span, cut, after);
  if (cut.installations) parts.push(`d.installation_id = ANY (${bound.value(cut.installations)}::int[])`);
  return inIndexOrder(
    tx,
    `SELECT ${DELIVERY_COLUMNS} FROM ledger.delivery d WHERE ${parts.join(" AND ")} ${NEWEST_FIRST} LIMIT ${bound.value(limit)}`,
    bound.values,
  );
}

/**
 * The newest deliveries of each given installation (or sender), merged: what a narrow viewer or a rare state costs does
 * not depend on how much everybody else sends.
 */
export async function newestOfEach(
  tx: PoolClient,
  by: "installation_id" | "sender_organisation_id",
  places: readonly number[],
  span: Span,
  cut: ListCut,
  after: Cursor | null,
  limit: number,
): Promise<DeliveryRecord[]> {
  const bound = new Bound();
  const ids = bound.value(places);
  const parts = conditions(bound, span, cut, after);
  if (by === "sender_organisation_id" && cut.installations) {
    parts.push(`d.installation_id = ANY (${bound.value(cut.installations)}::int[])`);
  }
  const most = bound.value(limit);
  return inIndexOrder(
    tx,
    `SELECT d.* FROM unnest(${ids}::int[]) AS place (id) CROSS JOIN LATERAL (
       SELECT ${DELIVERY_COLUMNS} FROM ledger.delivery d WHERE d.${by} = place.id AND ${parts.join(" AND ")}
       ${NEWEST_FIRST} LIMIT ${most}) d ${NEWEST_FIRST} LIMIT ${most}`,
    bound.values,
  );
}

/** How many there are, counted no further than it takes to know that there are more than can be told. */
export async function countUpTo(tx: PoolClient, span: Span, cut: ListCut): Promise<number> {
  const bound = new Bound();
  const parts = conditions(bound, span, cut, null);
  const from = cut.hit ? `${hitPlaces(bound, cut.hit)} JOIN ledger.delivery d ON ${IN_HIT}` : "ledger.delivery d";
  if (cut.installations) parts.push(`d.installation_id = ANY (${bound.value(cut.installations)}::int[])`);
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT FROM ${from} WHERE ${parts.join(" AND ")} LIMIT ${MAX_COUNTED}) counted`,
    bound.values,
  );
  return rows[0]?.n ?? 0;
}

/** The newest Danish day before an instant that has rows, from rollups: the rest of its own day by hours, then whole days. */
export async function newestDayBefore(
  tx: PoolClient,
  span: Span & { day: string; midnight: number },
  asSender: boolean,
  cut: ListCut,
) {
  if (span.from > span.midnight) {
    const bound = new Bound();
    const hours = { from: new Date(span.midnight), to: new Date(span.from), cast: "timestamptz" };
    const { rows } = await tx.query(
      `SELECT FROM ledger.rollup_hour r WHERE ${where(bound, hours, cut)} AND ${oneOf(cut.states)} > 0 LIMIT 1`,
      bound.values,
    );
    if (rows.length > 0) return span.day;
  }
  const bound = new Bound();
  const days = { from: "-infinity", to: span.day, cast: "date" };
  const table = asSender ? "ledger.rollup_day" : "ledger.rollup_day_total";
  const { rows } = await tx.query<{ day: string | null }>(
    `SELECT max(r.bucket)::text AS day FROM ${table} r WHERE ${where(bound, days, cut)} AND ${oneOf(cut.states)} > 0`,
    bound.values,
  );
  return rows[0]?.day ?? null;
}

const oneOf = (states: readonly ReceiptState[] | null): string =>
  `(${(states ?? RECEIPT_STATES).map((state) => `r.n_${state}`).join(" + ") || "0"})`;

/** The installations an incident hit, as far as the viewer sees them, each with its time. */
export async function hitBy(tx: PoolClient, incident: string): Promise<Hit[]> {
  const { rows } = await tx.query<Hit>(
    `SELECT DISTINCT b.installation_id AS id, b.from_at AS "from", coalesce(b.to_at, now()) AS "to"
     FROM ledger.backlog b JOIN incident i ON i.id = b.incident_id WHERE i.number = $1`,
    [incident],
  );
  return rows;
}

const hitPlaces = (bound: Bound, hit: readonly Hit[]): string =>
  `unnest(${bound.value(hit.map(({ id }) => id))}::int[], ${bound.value(hit.map(({ from }) => from))}::timestamptz[],
     ${bound.value(hit.map(({ to }) => to))}::timestamptz[]) AS place (id, hit_from, hit_to)`;
const IN_HIT = "d.installation_id = place.id AND d.sent_at >= place.hit_from AND d.sent_at < place.hit_to";

/** The newest deliveries of the times an incident hit. */
export async function newestHit(
  tx: PoolClient,
  hit: readonly Hit[],
  span: Span,
  cut: ListCut,
  after: Cursor | null,
  limit: number,
): Promise<DeliveryRecord[]> {
  const bound = new Bound();
  const places = hitPlaces(bound, hit);
  const parts = conditions(bound, span, cut, after);
  const most = bound.value(limit);
  return inIndexOrder(
    tx,
    `SELECT d.* FROM ${places} CROSS JOIN LATERAL (
       SELECT ${DELIVERY_COLUMNS} FROM ledger.delivery d WHERE ${IN_HIT} AND ${parts.join(" AND ")}
       ${NEWEST_FIRST} LIMIT ${most}) d ${NEWEST_FIRST} LIMIT ${most}`,
    bound.values,
  );
}
