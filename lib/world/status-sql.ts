import { ownerPool } from "../db/pool.ts";
import { RECEIPT_STATES, type ReceiptState } from "../ledger/states.ts";

const codes = (...states: ReceiptState[]): number[] => states.map((state) => RECEIPT_STATES.indexOf(state));
const LATE = codes("overdue", "late_ok", "late_negative", "lost");
const WITHOUT_ANSWER = codes("overdue", "lost");

export type Hit = {
  installationId: number;
  municipalityId: number;
  municipality: string;
  due: number;
  late: number;
  withoutAnswer: number;
  from: Date;
};

/** What an outage did to installations (by mailbox) that had receipts due for letters sent in [from, to). */
export async function hitBy(
  mailboxes: readonly string[],
  types: readonly string[],
  from: Date,
  to: Date,
): Promise<Hit[]> {
  const { rows } = await ownerPool().query<Hit>(
    `SELECT i.id AS "installationId", o.id AS "municipalityId", o.code AS municipality, h.*
    FROM installation i JOIN organisation o ON o.id = i.organisation_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS due, count(*) FILTER (WHERE d.state = ANY($5))::int AS late,
        count(*) FILTER (WHERE d.state = ANY($6))::int AS "withoutAnswer", min(d.sent_at) FILTER (WHERE d.state = ANY($5)) AS from
      FROM ledger.delivery d WHERE d.installation_id = i.id AND d.sent_at >= $3 AND d.sent_at < $4 AND d.state <> 0
        AND d.type_id IN (SELECT t.id FROM message_type t WHERE t.code = ANY($2))) h
    WHERE i.mailbox = ANY($1) AND h.late > 0 ORDER BY i.id`,
    [mailboxes, types, from, to, LATE, WITHOUT_ANSWER],
  );
  return rows;
}
