import { RECEIPT_STATES, type ReceiptState } from "../../ledger/states.ts";
import type { Ask } from "../ask.ts";
import type { Counted } from "./impact-rules.ts";

const codes = (...states: ReceiptState[]) => states.map((state) => RECEIPT_STATES.indexOf(state)).join(", ");
/** Answers that were due: what is not yet due, or what nobody can vouch for, says nothing of them. */
const NOT_COUNTED = codes("not_due", "pending", "transient", "unknown");
const OVER = codes("overdue", "late_ok", "late_negative", "lost");
const OVER_IN_DAYS = "r.n_overdue + r.n_late_ok + r.n_late_negative + r.n_lost";

export type CountedInstallation = Counted & { installationId: number; firstOver: Date | null };

/**
 * What the ledger counts of every installation that had anything sent to it in [from, to), of these systems and types where
 * any are named, beside the two weeks of Danish days before `day`.
 */
export const countedInstallations = (
  ask: Ask,
  { from, to, day, systems, types }: { from: Date; to: Date; day: string; systems: number[]; types: string[] },
) =>
  ask<CountedInstallation>(
    `WITH chosen AS (SELECT id FROM message_type WHERE code = ANY ($5::text[]))
     SELECT i.id AS "installationId", f.due, f.overdue, f.lost, f.unknown, f.first AS "firstOver",
       coalesce(b.due, 0)::int AS "usualDue", coalesce(b.over, 0)::int AS "usualOverdue"
     FROM installation i
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE d.state NOT IN (${NOT_COUNTED}))::int AS due, count(*) FILTER (WHERE d.state IN (${OVER}))::int AS overdue,
         count(*) FILTER (WHERE d.state = ${codes("lost")})::int AS lost, count(*) FILTER (WHERE d.state = ${codes("unknown")})::int AS unknown,
         min(d.sent_at) FILTER (WHERE d.state IN (${OVER})) AS first
       FROM ledger.delivery d
       WHERE d.installation_id = i.id AND d.sent_at >= $1::timestamptz AND d.sent_at < $2::timestamptz AND NOT d.copy
         AND (cardinality($5::text[]) = 0 OR d.type_id IN (SELECT id FROM chosen))) f
     LEFT JOIN LATERAL (
       SELECT sum(${OVER_IN_DAYS}) AS over,
         sum(r.n_ok + r.n_fatal + r.n_repudiated + ${OVER_IN_DAYS}) AS due
       FROM ledger.rollup_day_total r
       WHERE r.installation_id = i.id AND r.bucket >= $3::date - 14 AND r.bucket < $3::date
         AND (cardinality($5::text[]) = 0 OR r.type_id IN (SELECT id FROM chosen))) b ON true
     WHERE i.organisation_id IS NOT NULL AND i.adopted_by_id IS NULL
       AND (cardinality($4::int[]) = 0 OR i.system_id = ANY ($4::int[])) AND f.due + f.unknown > 0`,
    [from, to, day, systems, types],
  );
