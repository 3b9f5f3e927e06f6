import type { PoolClient } from "pg";
import { toAddress } from "../keys.ts";
import type { DeliveryRow, Named, Place } from "../shapes.ts";
import { RECEIPT_ROLES, RECEIPT_STATES, STATIONS } from "../states.ts";

/** The columns of a delivery `d` that every viewer's database role may read. */
export const DELIVERY_COLUMNS = `d.installation_id, d.sent_at, d.letter_key, d.type_id, d.sender_organisation_id, d.receipt_role, d.state,
  d.due_at, d.warn_at, d.decided_at, d.latency_ms, d.conflicting, d.clock, d.transport, d.attempts, d.resends_allowed, d.last_station, d.codes,
  d.copy, d.receipt_expected`;

export type DeliveryRecord = {
  installation_id: number;
  sent_at: Date;
  letter_key: string;
  type_id: number;
  sender_organisation_id: number;
  receipt_role: number;
  state: number;
  due_at: Date;
  warn_at: Date | null;
  decided_at: Date | null;
  latency_ms: number | null;
  conflicting: boolean;
  clock: boolean;
  transport: number;
  attempts: number;
  resends_allowed: number;
  last_station: number | null;
  codes: string[];
  copy: boolean;
  receipt_expected: boolean;
};

type Letter = { id: string | null; coarse: boolean; content: string | null };
export type Names = {
  letters: ReadonlyMap<string, Letter>;
  organisations: ReadonlyMap<number, string>;
  types: ReadonlyMap<number, { code: string; name: string; nameEn: string }>;
  places: ReadonlyMap<number, { municipality: Place | null; system: Named | null }>;
};

/** Everything that rows are shown with, in four look-ups whatever their number. */
export async function namesFor(tx: PoolClient, asSender: boolean, records: readonly DeliveryRecord[]): Promise<Names> {
  const distinct = <T>(of: (record: DeliveryRecord) => T): T[] => [...new Set(records.map(of))];
  return {
    letters: await letters(
      tx,
      distinct((record) => record.letter_key),
    ),
    organisations: await organisations(
      tx,
      distinct((record) => record.sender_organisation_id),
    ),
    types: await types(
      tx,
      distinct((record) => record.type_id),
    ),
    places: await placesSeen(
      tx,
      asSender,
      distinct((record) => record.installation_id),
    ),
  };
}

async function letters(tx: PoolClient, keys: string[]): Promise<Names["letters"]> {
  const { rows } = await tx.query<Letter & { key: string }>(
    "SELECT letter_key AS key, letter_id AS id, coarse, content FROM ledger.letter WHERE letter_key = ANY ($1::uuid[])",
    [keys],
  );
  return new Map(rows.map(({ key, ...letter }) => [key, letter]));
}

async function organisations(tx: PoolClient, ids: number[]): Promise<Names["organisations"]> {
  const { rows } = await tx.query<Named>("SELECT id, name FROM organisation WHERE id = ANY ($1::int[])", [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function types(tx: PoolClient, ids: number[]): Promise<Names["types"]> {
  const { rows } = await tx.query<{ id: number; code: string; name: string; nameEn: string }>(
    `SELECT id, code, name, name_en AS "nameEn" FROM message_type WHERE id = ANY ($1::int[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...type }) => [id, type]));
}

/** What the given installations are called; a sender gets no systems. */
export async function placesSeen(tx: PoolClient, asSender: boolean, ids: number[]): Promise<Names["places"]> {
  const system = asSender
    ? { columns: "NULL::int AS system_id, NULL AS system_name", join: "" }
    : { columns: "s.id AS system_id, s.name AS system_name", join: "LEFT JOIN system s ON s.id = i.system_id" };
  const { rows } = await tx.query<{
    id: number;
    organisation_id: number | null;
    code: string | null;
    name: string | null;
    system_id: number | null;
    system_name: string | null;
  }>(
    `SELECT i.id, o.id AS organisation_id, o.code, o.name, ${system.columns}
     FROM installation i LEFT JOIN organisation o ON o.id = i.organisation_id ${system.join} WHERE i.id = ANY ($1::int[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        municipality:
          row.organisation_id === null ? null : { code: row.code ?? `o${row.organisation_id}`, name: row.name ?? "" },
        system: row.system_id === null ? null : { id: row.system_id, name: row.system_name ?? "" },
      },
    ]),
  );
}

const NO_TYPE = { code: "", name: "", nameEn: "" };
const TRANSPORTS = [null, "handed_over", "stopped"] as const;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A delivery as it is shown. To a sender it is one to a municipality: no installation, no system. */
export function deliveryRow(record: DeliveryRecord, names: Names, asSender: boolean): DeliveryRow {
  const letter = toAddress(record.letter_key);
  const place = names.places.get(record.installation_id);
  const known = names.letters.get(record.letter_key);
  const content = known?.content ?? null;
  return {
    id: `${letter}.${asSender ? `m${place?.municipality?.code ?? ""}` : record.installation_id}`,
    letter,
    letterId: known?.id ?? null,
    installationId: asSender ? null : record.installation_id,
    municipality: place?.municipality ?? null,
    system: place?.system ?? null,
    // Codes and roles come from our own lists; a number outside them cannot have been written.
    receiptRole: RECEIPT_ROLES[record.receipt_role - 1] ?? "A",
    type: names.types.get(record.type_id) ?? NO_TYPE,
    content,
    sender: names.organisations.get(record.sender_organisation_id) ?? null,
    sentAt: record.sent_at.toISOString(),
    dueAt: iso(record.due_at),
    state: RECEIPT_STATES[record.state] ?? "unknown",
    decidedAt: iso(record.decided_at),
    latencyMs: record.latency_ms,
    coarse: known?.coarse ?? false,
    attempts: record.attempts,
    lastStation: record.last_station === null ? null : (STATIONS[record.last_station] ?? null),
    transport: TRANSPORTS[record.transport] ?? null,
    conflicting: record.conflicting,
    clock: record.clock,
    codes: record.codes,
  };
}
