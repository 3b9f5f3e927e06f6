import type { PoolClient } from "pg";
import { addDays, danishMidnight } from "../time/danish.ts";
import type { Expectation, FoldDirectory, KnownInstallation, Policy, Vouching } from "./fold/types.ts";

const ALWAYS = Number.NEGATIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;
const DEFAULT_HEARTBEAT_MS = 60_000;

type Day = string | null;
type Scope = {
  source_id: number;
  organisation_id: number | null;
  system_id: number | null;
  installation_id: number | null;
  heartbeat_seconds: number;
};
type InstallationRow = {
  id: number;
  organisation_id: number | null;
  system_id: number | null;
  location_id: number | null;
  live_from: Day;
  opted_out_from: Day;
  pending: boolean;
  provisional: boolean;
  adopted_by_id: number | null;
  /** Made because a letter named it, before anybody said what it is. */
  met: boolean;
};
export type LoadedDirectory = {
  version: number;
  withCoverage(seen: ReadonlyMap<number, readonly (readonly [number, number])[]>): FoldDirectory;
};

/** The version of the directory as committed (or as changed by this very transaction). */
export async function directoryVersion(db: Pick<PoolClient, "query">): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    "SELECT value::int AS version FROM meta WHERE key = 'directory_version'",
  );
  return rows[0]?.version ?? 0;
}

/** Reads the whole directory the fold needs, as of one version. Coverage, which moves every minute, is added per batch. */
export async function loadDirectory(db: Pick<PoolClient, "query">): Promise<LoadedDirectory> {
  const version = await directoryVersion(db);
  const locations = await rowsOf<{ id: number; organisation_id: number }>(
    db,
    "SELECT id, organisation_id FROM location WHERE organisation_id IS NOT NULL",
  );
  const installations = await rowsOf<InstallationRow>(
    db,
    `SELECT id, organisation_id, system_id, location_id, live_from::text, opted_out_from::text, pending, provisional, adopted_by_id,
       first_seen_at IS NOT NULL AS met FROM installation ORDER BY provisional, id DESC`,
  );
  const types = await rowsOf<{
    installation_id: number;
    location_id: number;
    type_id: number;
    role: "A" | "B" | "C";
    assumed: boolean;
    valid_from: string;
    valid_to: Day;
  }>(
    db,
    `SELECT t.installation_id, t.location_id, t.type_id, t.role, t.assumed, t.valid_from::text, t.valid_to::text FROM installation_type t ORDER BY t.id`,
  );
  const policies = await rowsOf<{
    type_id: number | null;
    valid_from: Date;
    warn_minutes: number | null;
    overdue_minutes: number;
    resends: number;
  }>(
    db,
    "SELECT type_id, valid_from, warn_minutes, overdue_minutes, resends FROM deadline_policy ORDER BY valid_from, id",
  );
  const scopes = await rowsOf<Scope>(
    db,
    `SELECT c.source_id, c.organisation_id, c.system_id, c.installation_id, s.heartbeat_seconds
     FROM source_scope c JOIN source s ON s.id = c.source_id WHERE c.receipts`,
  );

  const expectations = types.map((row) => ({
    locationId: row.location_id,
    expectation: {
      installationId: row.installation_id,
      typeId: row.type_id,
      role: "ABC".indexOf(row.role) + 1,
      assumed: row.assumed,
      from: danishMidnight(row.valid_from),
      to: afterDay(row.valid_to),
    } satisfies Expectation,
  }));
  const fixed = {
    organisationOfLocation: new Map(locations.map((row) => [row.id, row.organisation_id])),
    installations: new Map(installations.map((row) => [row.id, known(row)])),
    adoptedBy: new Map(
      installations.flatMap((row) => (row.adopted_by_id === null ? [] : [[row.id, row.adopted_by_id]])),
    ),
    expectedAt: grouped(expectations.map((row) => [row.locationId, row.expectation])),
    expectedOf: grouped(expectations.map((row) => [row.expectation.installationId, row.expectation])),
    provisionalAt: new Map(
      // One that has been settled since goes on standing where nobody else is expected: its letters stay with it.
      installations.flatMap((row) =>
        (row.provisional || row.met) && row.location_id !== null ? [[row.location_id, row.id]] : [],
      ),
    ),
    policies: grouped(policies.map((row) => [row.type_id, policyOf(row)])),
  };
  const byInstallation = new Map(installations.map((row) => [row.id, row]));
  return { version, withCoverage: (seen) => ({ ...fixed, vouching: vouchingFor(byInstallation, scopes, seen) }) };
}

/** Which sources report an installation's receipts is worked out once per installation and batch. */
function vouchingFor(
  installations: ReadonlyMap<number, InstallationRow>,
  scopes: readonly Scope[],
  seen: ReadonlyMap<number, readonly (readonly [number, number])[]>,
): FoldDirectory["vouching"] {
  const answered = new Map<number, Vouching>();
  return (installationId) => {
    let vouching = answered.get(installationId);
    if (!vouching) {
      const row = installations.get(installationId);
      const matching = scopes.filter(
        (scope) =>
          (scope.organisation_id === null || scope.organisation_id === row?.organisation_id) &&
          (scope.system_id === null || scope.system_id === row?.system_id) &&
          (scope.installation_id === null || scope.installation_id === installationId),
      );
      vouching = {
        heartbeatMs:
          matching.length === 0
            ? DEFAULT_HEARTBEAT_MS
            : Math.max(...matching.map((scope) => scope.heartbeat_seconds * 1000)),
        seen: [...new Set(matching.map((scope) => scope.source_id))].map((id) => [...(seen.get(id) ?? [])]),
      };
      answered.set(installationId, vouching);
    }
    return vouching;
  };
}

/** What every source has seen, as half-open ranges of ms. */
export async function loadCoverage(db: Pick<PoolClient, "query">): Promise<Map<number, [number, number][]>> {
  const rows = await rowsOf<{ source_id: number; starts: number[]; ends: number[] }>(
    db,
    `SELECT c.source_id, array_agg((extract(epoch FROM lower(r)) * 1000)::float8) AS starts, array_agg((extract(epoch FROM upper(r)) * 1000)::float8) AS ends
     FROM ledger.coverage c, unnest(c.seen) AS r GROUP BY c.source_id`,
  );
  return new Map(
    rows.map((row) => [row.source_id, row.starts.map((start, i): [number, number] => [start, row.ends[i] ?? start])]),
  );
}

async function rowsOf<T extends object>(db: Pick<PoolClient, "query">, text: string): Promise<T[]> {
  return (await db.query<T>(text)).rows;
}

function grouped<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

const known = (row: InstallationRow): KnownInstallation => ({
  id: row.id,
  organisationId: row.organisation_id,
  locationId: row.location_id,
  liveFrom: row.live_from === null ? ALWAYS : danishMidnight(row.live_from),
  optedOutFrom: row.opted_out_from === null ? NEVER : danishMidnight(row.opted_out_from),
  pending: row.pending,
});

const policyOf = (row: {
  valid_from: Date;
  warn_minutes: number | null;
  overdue_minutes: number;
  resends: number;
}): Policy => ({
  from: row.valid_from.getTime(),
  warnMs: row.warn_minutes === null ? null : row.warn_minutes * 60_000,
  overdueMs: row.overdue_minutes * 60_000,
  resends: row.resends,
});

const afterDay = (day: Day) => (day === null ? NEVER : danishMidnight(addDays(day, 1)));
