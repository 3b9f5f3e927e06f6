import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { slotOf } from "../../lib/ledger/fold/legs.ts";
import { writeDeltas } from "../../lib/ledger/rollup-sql.ts";
import { count, noDeltas } from "../../lib/ledger/rollups.ts";
import { type StoredDelivery, upsertDeliveries } from "../../lib/ledger/sql.ts";
import { DIRECTIONS, type Direction, type ReceiptState, STATIONS, type Station } from "../../lib/ledger/states.ts";
import { type Installation, type Organisation, unique } from "./directory.ts";

const MINUTE = 60_000;
/** Noon of an ordinary Monday, in winter time. */
export const NOON = new Date("2026-11-23T11:00:00.000Z");

export type Leg = { station: Station; direction: Direction; at: number; ms: number | null; operatorId?: number };
export type Unusual = Partial<Omit<StoredDelivery, "legs">> & {
  letterId?: string | null;
  content?: string | null;
  legs?: Leg[];
};

const DECIDED: readonly ReceiptState[] = ["ok", "late_ok", "fatal", "late_negative", "repudiated"];

/** A letter with one delivery, counted in every rollup as the applier counts it. Answered after ten seconds unless told otherwise. */
export async function createDelivery(
  db: Pool,
  installation: Pick<Installation, "id">,
  sender: Pick<Organisation, "id">,
  typeId: number,
  unusual: Unusual = {},
): Promise<{ letterKey: string; letterId: string | null }> {
  const sentAt = unusual.sentAt ?? NOON.getTime() - 10 * MINUTE;
  const state = unusual.state ?? "ok";
  const latencyMs = unusual.latencyMs ?? (DECIDED.includes(state) ? 10_000 : null);
  const { letterId = unique("letter-"), content = null, legs = [], ...rest } = unusual;
  const delivery: StoredDelivery = {
    letterKey: randomUUID(),
    installationId: installation.id,
    typeId,
    senderOrganisationId: sender.id,
    role: 1,
    roleAssumed: false,
    copy: false,
    receiptExpected: true,
    dueAt: sentAt + 30 * MINUTE,
    warnAt: null,
    checkAt: null,
    decidedAt: latencyMs === null ? null : sentAt + latencyMs,
    conflicting: false,
    clock: false,
    transport: 0,
    transportAt: null,
    attempts: 1,
    resendsAllowed: 2,
    lastStation: 6,
    codes: [],
    ...rest,
    sentAt,
    state,
    latencyMs,
    legs: legs.map(({ station, direction, at, ms, operatorId = 0 }) => ({
      slot: slotOf(operatorId, DIRECTIONS.indexOf(direction), STATIONS.indexOf(station)),
      at,
      ms,
    })),
  };
  const deltas = noDeltas();
  count(deltas, delivery, 1);
  const tx = await db.connect();
  try {
    await tx.query("BEGIN");
    await tx.query(
      `INSERT INTO ledger.letter (letter_key, space, letter_id, sender_organisation_id, type_id, content, sent_at, receipt_expected)
       VALUES ($1, 0, $2, $3, $4, $5, $6, true) ON CONFLICT DO NOTHING`,
      [delivery.letterKey, letterId, sender.id, typeId, content, new Date(sentAt)],
    );
    await upsertDeliveries(tx, [delivery]);
    await writeDeltas(tx, deltas);
    await tx.query("COMMIT");
  } finally {
    tx.release();
  }
  return { letterKey: delivery.letterKey, letterId };
}

/** A source has reported everything in a span of time. */
export const cover = (db: Pool, source: { id: number }, from: Date, to: Date) =>
  db.query(
    `INSERT INTO ledger.coverage (source_id, seen) VALUES ($1, tstzmultirange(tstzrange($2, $3)))
     ON CONFLICT (source_id) DO UPDATE SET seen = ledger.coverage.seen + excluded.seen`,
    [source.id, from, to],
  );
