import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { ALIAS_KINDS, fromAddress, toAddress } from "../keys.ts";
import type { Journey, JourneyReceipt, Side } from "../shapes.ts";
import { DIRECTIONS, EVENT_KINDS, RECEIPT_LEVELS, RECEIPT_OUTCOMES, STATIONS } from "../states.ts";
import { readLegs } from "./board.ts";
import { DELIVERY_COLUMNS, type DeliveryRecord, deliveryRow, namesFor } from "./delivery-rows.ts";
import { missingOf, type Report, stepsOf } from "./journey-rules.ts";
import {
  type EventRecord,
  eventsOfLetter,
  type ReceiptRecord,
  receiptsOfLetter,
  senderOf,
  typeOf,
} from "./journey-sql.ts";
import { aliasesOf, canonicalOf, type LetterRecord, letterRecord, sidesOf } from "./letter.ts";
import { readsAsSender } from "./places.ts";

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Everything known of a letter, by the key that stands in its address or by one of its deliveries' ids (`key.installation`).
 * Throws NotFoundError, the same for a letter of somebody else as for one that does not exist.
 */
export async function readJourney(viewer: Viewer, letter: string, now: Date): Promise<Journey> {
  const [address = "", delivery] = letter.split(".", 2);
  const key = fromAddress(address);
  if (key !== null) {
    for (const side of sidesOf(viewer)) {
      const journey = await asViewer(viewer, side, (tx) => journeyOf(tx, viewer, side, key, now));
      const meant = delivery === undefined || journey?.deliveries.some((row) => row.id === letter);
      if (journey && meant) return journey;
    }
  }
  throw new NotFoundError();
}

async function journeyOf(
  tx: PoolClient,
  viewer: Viewer,
  side: Side,
  asked: string,
  now: Date,
): Promise<Journey | null> {
  const key = await canonicalOf(tx, asked);
  const letter = key === null ? null : await letterRecord(tx, key);
  if (key === null || letter === null) return null;
  const asSender = readsAsSender(viewer, side);
  const { letters, aliases } = await aliasesOf(tx, key);
  const records = await deliveryRecords(tx, asSender, letter);
  const names = await namesFor(tx, asSender, records);
  const deliveries = records.map((record) => ({
    ...deliveryRow(record, names, asSender),
    assumedRole: record.role_assumed,
    warnAt: record.warn_at?.toISOString() ?? null,
    notDueWhy: notDueWhy(record),
  }));
  const usual = await readLegs(
    tx,
    { from: now.getTime() - WEEK_MS },
    records.map((record) => record.installation_id),
  );
  const subjects = [...letters, ...aliases.filter((alias) => alias.kind > 0).map((alias) => alias.alias_key)];
  const reports = (await eventsOfLetter(tx, asSender, key, subjects)).flatMap(reportOf);
  const open = letter.sealed_at === null;
  return {
    letter: toAddress(key),
    letterId: letter.letter_id,
    aliases: aliases.flatMap(({ kind, clear }) => {
      const known = ALIAS_KINDS[kind];
      return known ? [{ kind: known, value: clear }] : [];
    }),
    type: await typeOf(tx, letter.type_id),
    content: letter.content,
    sender: await senderOf(tx, letter.sender_location_id, letter.sender_organisation_id),
    sentAt: letter.sent_at?.toISOString() ?? null,
    receiptExpected: letter.receipt_expected,
    conflicting: letter.conflicting,
    coarse: letter.coarse,
    sealedAt: letter.sealed_at?.toISOString() ?? null,
    resendsAllowed: records.length === 0 ? null : Math.max(...records.map((record) => record.resends_allowed)),
    deliveries,
    steps: stepsOf(reports, letter.coarse, usual),
    receipts: (await receiptsOfLetter(tx, asSender, key)).flatMap(receiptOf),
    missing: open ? deliveries.flatMap((delivery) => missingOf(delivery, reports, usual)) : [],
    asOf: now.toISOString(),
  };
}

type JourneyDelivery = DeliveryRecord & { role_assumed: boolean };

async function deliveryRecords(tx: PoolClient, asSender: boolean, letter: LetterRecord): Promise<JourneyDelivery[]> {
  const { rows } = await tx.query<JourneyDelivery>(
    `SELECT ${DELIVERY_COLUMNS}, ${asSender ? "false AS role_assumed" : "d.role_assumed"}
     FROM ledger.delivery d WHERE d.letter_key = $1 AND d.sent_at = $2 ORDER BY d.receipt_role, d.installation_id`,
    [letter.letter_key, letter.sent_at],
  );
  return rows;
}

const ROLE_C = 3;

function notDueWhy(record: DeliveryRecord): Journey["deliveries"][number]["notDueWhy"] {
  if (record.receipt_role === ROLE_C) return "role_c";
  if (record.copy) return "copy";
  return record.receipt_expected ? null : "not_asked";
}

// Codes are indexes into our own lists; a row with one beyond them is of a newer version and is left out.
function reportOf(event: EventRecord): Report[] {
  const station = STATIONS[event.station];
  const direction = DIRECTIONS[event.direction];
  const kind = EVENT_KINDS[event.kind];
  if (!station || !direction || !kind) return [];
  const level = event.receipt_level === null ? undefined : RECEIPT_LEVELS[event.receipt_level];
  const outcome = event.receipt_outcome === null ? undefined : RECEIPT_OUTCOMES[event.receipt_outcome];
  return [
    {
      at: event.at.getTime(),
      station,
      direction,
      operator: event.operator,
      kind,
      installationId: event.installation_id,
      reportedBy: event.reported_by,
      envelopeId: event.envelope_id,
      receipt: level && outcome ? { level, outcome, code: event.receipt_code } : null,
    },
  ];
}

function receiptOf(receipt: ReceiptRecord): JourneyReceipt[] {
  const level = RECEIPT_LEVELS[receipt.level];
  const outcome = RECEIPT_OUTCOMES[receipt.outcome];
  const station = STATIONS[receipt.station];
  if (!level || !outcome || !station) return [];
  return [
    {
      receiptId: receipt.receipt_id,
      installationId: receipt.installation_id,
      level,
      outcome,
      code: receipt.code,
      statedAt: receipt.stated_at.toISOString(),
      station,
      reports: receipt.reports,
      conflicting: receipt.conflicting,
      orphan: receipt.orphan,
    },
  ];
}
