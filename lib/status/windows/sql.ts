import type { PoolClient } from "pg";
import type { StatusTx } from "../change.ts";
import type { WindowChangeKind, WindowClass, WindowPhase, WindowTraffic, Words } from "../shapes.ts";
import type { Breach, OnHoliday, Recurrence, ServiceChoice } from "./shapes.ts";

type Reader = Pick<PoolClient, "query">;

/** The window and its services as they stand; times are Dates. */
export type StoredWindow = {
  id: number;
  uid: string;
  version: number;
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  phase: WindowPhase;
  plannedFrom: Date;
  plannedTo: Date;
  actualFrom: Date | null;
  actualTo: Date | null;
  heldAt: Date | null;
  announcedAt: Date | null;
  /** When its present start was announced; a later announcement of it is a move. */
  noticedAt: Date | null;
  note: string | null;
  noteEn: string | null;
  services: { code: string; name: Words }[];
  seriesId: number | null;
  expected: number | null;
  measured: number | null;
  deliveredIn: number | null;
  deliveredAfter: number | null;
};

const WORDS = (da: string, en: string) => `json_build_object('da', ${da}, 'en', ${en})`;
const NAMED = `json_build_object('code', s.code, 'name', ${WORDS("s.name", "s.name_en")})`;

const WINDOW = `w.id, w.uid, w.version, ${WORDS("w.title", "w.title_en")} AS title, w.window_class AS "windowClass", w.traffic, w.phase,
  w.planned_from AS "plannedFrom", w.planned_to AS "plannedTo", w.actual_from AS "actualFrom", w.actual_to AS "actualTo",
  w.held_at AS "heldAt", w.announced_at AS "announcedAt", w.note, w.note_en AS "noteEn", w.series_id AS "seriesId",
  w.expected, w.measured, w.delivered_in AS "deliveredIn", w.delivered_after AS "deliveredAfter",
  (SELECT max(c.at) FROM window_change c WHERE c.window_id = w.id AND c.kind IN ('announced', 'moved')) AS "noticedAt",
  coalesce((SELECT json_agg(${NAMED} ORDER BY s.kind, s.position, s.code) FROM window_service ws
    JOIN service s ON s.id = ws.service_id WHERE ws.window_id = w.id), '[]') AS services`;

/** Every window that ends after an instant, also cancelled ones, by planned start. */
export async function windowsSince(tx: Reader, since: Date): Promise<StoredWindow[]> {
  const { rows } = await tx.query<StoredWindow>(
    `SELECT ${WINDOW} FROM service_window w WHERE w.planned_to > $1 ORDER BY w.planned_from, w.id`,
    [since],
  );
  return rows;
}

export async function windowByUid(tx: Reader, uid: string): Promise<StoredWindow | null> {
  const { rows } = await tx.query<StoredWindow>(`SELECT ${WINDOW} FROM service_window w WHERE w.uid = $1`, [uid]);
  return rows[0] ?? null;
}

export type StoredChange = {
  at: Date;
  kind: WindowChangeKind;
  automatic: boolean;
  sequence: number;
  plannedFrom: Date;
  plannedTo: Date;
  breaches: Breach[];
};
/** What happened to a window, oldest first. */
export async function changesOf(tx: Reader, windowId: number): Promise<StoredChange[]> {
  const { rows } = await tx.query<StoredChange>(
    `SELECT c.at, c.kind, c.person_id IS NULL AS automatic, c.sequence, c.planned_from AS "plannedFrom", c.planned_to AS "plannedTo", c.breaches
     FROM window_change c WHERE c.window_id = $1 ORDER BY c.at, c.id`,
    [windowId],
  );
  return rows;
}

export type StoredSeries = {
  id: number;
  version: number;
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  every: Recurrence;
  weekday: number;
  nth: number | null;
  fromTime: string;
  toTime: string;
  onHoliday: OnHoliday;
  validFrom: string;
  validTo: string | null;
  announcedAt: Date | null;
  services: { code: string; name: Words }[];
  next: { uid: string; plannedFrom: string } | null;
};
/** Series that have not ended (or the one with this id), each with its next window. */
export async function seriesRows(tx: Reader, today: string, now: Date, id: number | null): Promise<StoredSeries[]> {
  const { rows } = await tx.query<StoredSeries>(
    `SELECT r.id, r.version, ${WORDS("r.title", "r.title_en")} AS title, r.window_class AS "windowClass", r.traffic, r.every, r.weekday, r.nth,
       r.from_time AS "fromTime", r.to_time AS "toTime", r.on_holiday AS "onHoliday", r.valid_from::text AS "validFrom",
       r.valid_to::text AS "validTo", r.announced_at AS "announcedAt",
       coalesce((SELECT json_agg(${NAMED} ORDER BY s.kind, s.position, s.code) FROM series_service rs
         JOIN service s ON s.id = rs.service_id WHERE rs.series_id = r.id), '[]') AS services,
       (SELECT json_build_object('uid', w.uid, 'plannedFrom', to_char(w.planned_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        FROM service_window w WHERE w.series_id = r.id AND w.phase = 'planned' AND w.planned_from > $2 ORDER BY w.planned_from LIMIT 1) AS next
     FROM window_series r WHERE r.id = $3 OR ($3::int IS NULL AND (r.valid_to IS NULL OR r.valid_to >= $1::date)) ORDER BY r.id`,
    [today, now, id],
  );
  return rows;
}

/** The services that may be chosen: chains first, then stations, in the operator's order. */
export async function serviceChoices(tx: Reader, today: string): Promise<ServiceChoice[]> {
  const { rows } = await tx.query<ServiceChoice>(
    `SELECT s.code, s.kind, ${WORDS("s.name", "s.name_en")} AS name FROM service s
     WHERE s.valid_to IS NULL OR s.valid_to >= $1::date ORDER BY s.kind, s.position, s.code`,
    [today],
  );
  return rows;
}

/** Keeps every other change of this series out until the transaction ends. */
export async function lockSeries(tx: StatusTx, id: number): Promise<void> {
  await tx.$queryRaw`SELECT id FROM window_series WHERE id = ${id} FOR UPDATE`;
}

/** Windows whose time to begin or end has come, unless a person holds them; `releasedAt` is when one last let go. */
export async function dueWindows(
  tx: Reader,
  now: Date,
): Promise<{ uid: string; phase: WindowPhase; plannedFrom: Date; plannedTo: Date; releasedAt: Date | null }[]> {
  const { rows } = await tx.query(
    `SELECT w.uid, w.phase, w.planned_from AS "plannedFrom", w.planned_to AS "plannedTo",
       (SELECT max(c.at) FROM window_change c WHERE c.window_id = w.id AND c.kind = 'released') AS "releasedAt"
     FROM service_window w WHERE w.held_at IS NULL AND w.announced_at IS NOT NULL
       AND ((w.phase = 'planned' AND w.planned_from <= $1) OR (w.phase = 'in_progress' AND w.planned_to <= $1)) ORDER BY w.planned_from`,
    [now],
  );
  return rows;
}

/** Windows that ended after an instant and whose messages are not all accounted for. */
export async function unsettledWindows(
  tx: Reader,
  endedAfter: Date,
): Promise<
  (Pick<StoredWindow, "uid" | "measured" | "deliveredIn" | "deliveredAfter"> & {
    from: Date;
    to: Date;
    codes: string[];
  })[]
> {
  const { rows } = await tx.query(
    `SELECT w.uid, w.actual_from AS "from", w.actual_to AS "to", w.measured, w.delivered_in AS "deliveredIn", w.delivered_after AS "deliveredAfter",
       ARRAY(SELECT s.code FROM window_service ws JOIN service s ON s.id = ws.service_id WHERE ws.window_id = w.id) AS codes
     FROM service_window w WHERE w.phase = 'ended' AND w.actual_from IS NOT NULL AND w.actual_to > $1 ORDER BY w.actual_to`,
    [endedAfter],
  );
  return rows;
}
