/** What both a pg client and a Prisma transaction can be made to do. */
export type Execute = (text: string, values: unknown[]) => Promise<unknown>;

/**
 * Held shared by an applier while it folds, exclusively by whoever changes what the fold depends on (directory, policies,
 * coverage). So a change sees every delivery judged before it, and touches it.
 */
export const JUDGEMENT_LOCK = 271_828_182;

export type DirectoryChange = {
  installationIds?: number[];
  locationIds?: number[];
  typeIds?: number[];
  /** Everything: a default policy, a source's scope. */
  all?: boolean;
  /** Bounds of the send time (ISO 8601), where the change is dated. */
  from?: string | null;
  to?: string | null;
};

/**
 * To be called first in a transaction that changes the directory: waits for appliers in the middle of a fold, and keeps
 * the next ones out until the change is committed.
 */
export async function lockJudgement(execute: Execute): Promise<void> {
  await execute("SELECT pg_advisory_xact_lock($1::bigint)", [JUDGEMENT_LOCK]);
}

/** To be called last in it: has every letter the change may concern folded anew, and the directory read anew. */
export async function touchForDirectory(execute: Execute, change: DirectoryChange): Promise<void> {
  await execute(RAISE_DIRECTORY_VERSION, []);
  await execute(TOUCH_DELIVERIES, [
    change.all ?? false,
    change.installationIds ?? [],
    change.locationIds ?? [],
    change.typeIds ?? [],
    change.from ?? null,
    change.to ?? null,
  ]);
  await execute(TOUCH_EVENTS, [
    change.all ?? false,
    change.installationIds ?? [],
    change.locationIds ?? [],
    change.from ?? null,
    change.to ?? null,
  ]);
}

/** The directory has changed: appliers and intake read it anew once this is committed. */
export const RAISE_DIRECTORY_VERSION = "UPDATE meta SET value = (value::int + 1)::text WHERE key = 'directory_version'";
const SHARD = "(get_byte(uuid_send(letter_key), 0) % 2)::smallint";
const TOUCH_DELIVERIES = `
  INSERT INTO ledger.inbox (shard, subject_key)
  SELECT ${SHARD}, letter_key FROM (
    SELECT DISTINCT d.letter_key FROM ledger.delivery d LEFT JOIN installation i ON i.id = d.installation_id
    WHERE ($1::boolean OR d.installation_id = ANY ($2::int[]) OR i.location_id = ANY ($3::int[]) OR d.type_id = ANY ($4::int[]))
      AND ($5::timestamptz IS NULL OR d.sent_at >= $5) AND ($6::timestamptz IS NULL OR d.sent_at < $6)) touched`;
// Letters that have no delivery there yet, but whose events name the place or its installation. The bounds are of the send
// time; what a letter's events say happened is seldom far from it on either side.
const TOUCH_EVENTS = `
  INSERT INTO ledger.inbox (shard, subject_key)
  SELECT (get_byte(uuid_send(subject_key), 0) % 2)::smallint, subject_key FROM (
    SELECT DISTINCT e.subject_key FROM ledger.station_event e
    WHERE ($1::boolean OR e.installation_id = ANY ($2::int[])
        OR e.receiver_location_id = ANY ($3::int[] || ARRAY(SELECT location_id FROM installation WHERE id = ANY ($2::int[])))
        OR e.sender_location_id = ANY ($3::int[]))
      AND ($4::timestamptz IS NULL OR e.at >= $4::timestamptz - interval '40 days') AND ($5::timestamptz IS NULL OR e.at < $5::timestamptz + interval '40 days')) touched`;
