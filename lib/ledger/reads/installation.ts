import type { PoolClient } from "pg";
import { can } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { checkWarnings } from "../../directory/check-digits.ts";
import { NotFoundError } from "../../errors.ts";
import { danishDay } from "../../time/danish.ts";
import { RECEIPT_BIN_BOUNDS } from "../latency.ts";
import type { InstallationPage, TrendPoint } from "../shapes.ts";
import { coverageOf, type Slice } from "./coverage.ts";
import { deliveryRow, namesFor } from "./delivery-rows.ts";
import {
  type InstallationRecord,
  inMailbox,
  installationRecord,
  overdueOf,
  sourcesOf,
  type TypeRecord,
  typesOf,
} from "./installation-sql.ts";
import { addInto, countsOf, latencyOf, sentOf } from "./overview-rows.ts";
import { type Period, periodOf, toldPeriod } from "./period.ts";
import { Bound, COUNT_SUMS, type Cut, codeCounts, RECEIPT_BIN_SUMS, rollupOf, where } from "./sql.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How far back what is still missing is listed: as far as a list goes. */
const LISTED_MS = 31 * 24 * HOUR_MS;
const OVERDUE_ROWS = 50;
const TOP_CODES = 10;
const BUCKET_HOURS = { "24h": 1, "7d": 6, "30d": 24 } as const;

/** One receiving system. Throws NotFoundError, the same for somebody else's as for one that does not exist. */
export async function readInstallation(
  viewer: Viewer,
  installationId: number,
  query: { period?: "24h" | "7d" | "30d" | undefined },
  now: Date,
): Promise<InstallationPage> {
  // A municipality's own installations are those it receives at, whatever side it last looked from.
  const page = can(viewer.role, "installation:read")
    ? await asViewer(viewer, "received", (tx) => pageOf(tx, installationId, query.period ?? "24h", now))
    : null;
  if (page === null) throw new NotFoundError();
  return page;
}

async function pageOf(
  tx: PoolClient,
  id: number,
  name: keyof typeof BUCKET_HOURS,
  now: Date,
): Promise<InstallationPage | null> {
  const record = await installationRecord(tx, id);
  if (!record) return null;
  const [period, newest] = [periodOf({ period: name }, now.getTime()), periodOf({}, now.getTime())];
  const cut: Cut = { installations: [id], typeId: null, datedRegion: null };
  const types = await typesOf(tx, id, now, danishDay(now.getTime()));
  const whole = await sumsOf(tx, period, cut);
  const day = name === "24h" ? whole : await sumsOf(tx, newest, cut);
  const slices = slicesOf(period, BUCKET_HOURS[name]);
  const covered = (await coverageOf(tx, [id], slices, now.getTime())).get(id);
  const since = new Date(now.getTime() - LISTED_MS);
  const overdue = await overdueOf(tx, id, since, OVERDUE_ROWS);
  const names = await namesFor(tx, false, overdue.records);
  const waiting = await inMailbox(tx, id, since);
  const deadline = types.find((type) => type.current);
  return {
    installation: installationOf(record, types),
    day: { sent: sentOf(day.counts), counts: countsOf(day.counts), latency: latencyOf(day.bins) },
    trend: {
      bucketHours: BUCKET_HOURS[name],
      ...toldPeriod(period, now.getTime()),
      points: await trendOf(tx, period, slices, cut, covered?.known ?? []),
    },
    histogram: {
      bounds: [...RECEIPT_BIN_BOUNDS],
      bins: RECEIPT_BIN_BOUNDS.concat(0).map((_, bin) => whole.bins[bin] ?? 0),
      deadlineMs: deadline?.overdueMinutes == null ? null : deadline.overdueMinutes * MINUTE_MS,
      warnMs: deadline?.warnMinutes == null ? null : deadline.warnMinutes * MINUTE_MS,
      within: inTime(whole.counts),
    },
    codes: topCodes(await codeCounts(tx, period, cut)),
    overdue: { rows: overdue.records.map((row) => deliveryRow(row, names, false)), total: overdue.total },
    inMailbox: { count: waiting.count, oldestAt: waiting.oldestAt?.toISOString() ?? null },
    completeTo: covered?.completeTo == null ? null : new Date(covered.completeTo).toISOString(),
    sources: (await sourcesOf(tx, id)).map((source) => ({
      name: source.name,
      completeTo: source.completeTo?.toISOString() ?? null,
    })),
    asOf: now.toISOString(),
  };
}

/** Answers in time, whatever they said: states, not bins, know the deadline of each. */
function inTime(numbers: readonly number[]): number {
  const counts = countsOf(numbers);
  return counts.ok + counts.fatal + counts.repudiated;
}

async function sumsOf(tx: PoolClient, period: Period, cut: Cut): Promise<{ counts: number[]; bins: number[] }> {
  const bound = new Bound();
  const rollup = rollupOf(period, false);
  const { rows } = await tx.query<{ counts: (number | null)[]; bins: (number | null)[] }>(
    `SELECT ${COUNT_SUMS} AS counts, ${RECEIPT_BIN_SUMS} AS bins FROM ${rollup.table} r WHERE ${where(bound, rollup, cut)}`,
    bound.values,
  );
  // The sum of no rows is null: counted, and none.
  const zero = (numbers: readonly (number | null)[] = []) => numbers.map((n) => n ?? 0);
  return { counts: zero(rows[0]?.counts), bins: zero(rows[0]?.bins) };
}

/** The points of a trend. Days end where Denmark's do, so a day is 23 or 25 hours twice a year. */
function slicesOf(period: Period, hours: number): Slice[] {
  const slices: Slice[] = [];
  for (let from = period.from; from < period.to; ) {
    const to =
      hours === 24 ? periodOf({ from: danishDay(from) }, from).to : Math.min(from + hours * HOUR_MS, period.to);
    slices.push({ from, to });
    from = to;
  }
  return slices;
}

async function trendOf(
  tx: PoolClient,
  period: Period,
  slices: readonly Slice[],
  cut: Cut,
  known: readonly boolean[],
): Promise<TrendPoint[]> {
  const bound = new Bound();
  const hours = { from: new Date(period.from), to: new Date(period.to), cast: "timestamptz" };
  const { rows } = await tx.query<{ at: Date; counts: number[] }>(
    `SELECT r.bucket AS at, ${COUNT_SUMS} AS counts FROM ledger.rollup_hour r WHERE ${where(bound, hours, cut)} GROUP BY 1`,
    bound.values,
  );
  return slices.map((slice, index) => {
    const sums: number[] = [];
    for (const { at, counts } of rows) if (at.getTime() >= slice.from && at.getTime() < slice.to) addInto(sums, counts);
    return {
      at: new Date(slice.from).toISOString(),
      sent: sentOf(sums),
      counts: countsOf(sums),
      known: known[index] === true,
    };
  });
}

function topCodes(counted: readonly { code: string; count: number }[]): InstallationPage["codes"] {
  const sums = new Map<string, number>();
  for (const { code, count } of counted) sums.set(code, (sums.get(code) ?? 0) + count);
  return [...sums]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, TOP_CODES)
    .map(([code, count]) => ({ code, outcome: null, count }));
}

const named = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });

function installationOf(record: InstallationRecord, types: readonly TypeRecord[]): InstallationPage["installation"] {
  return {
    id: record.id,
    municipality:
      record.organisation_id === null
        ? null
        : { code: record.code ?? `o${record.organisation_id}`, name: record.municipality ?? "" },
    system: named(record.system_id, record.system),
    vendor: named(record.vendor_id, record.vendor),
    provisional: record.provisional,
    mailbox: record.mailbox,
    mode: record.mode,
    liveFrom: record.live_from,
    optedOutFrom: record.opted_out_from,
    pending: record.pending,
    area: record.area,
    legalBasis: record.legal_basis,
    location:
      record.location_id === null
        ? null
        : {
            gln: record.gln,
            sorId: record.sor_id,
            name: record.location,
            warnings: checkWarnings({ gln: record.gln, sorId: record.sor_id }),
          },
    types: types.map(({ code, name, nameEn, version, role, assumed, from, to }) => ({
      ...{ code, name, nameEn, version, role, assumed, from, to },
    })),
    policies: types.flatMap((type) =>
      type.current && type.overdueMinutes !== null
        ? [
            {
              typeCode: type.code,
              warnMinutes: type.warnMinutes,
              overdueMinutes: type.overdueMinutes,
              resends: type.resends ?? 0,
              from: type.policyFrom?.toISOString() ?? "",
              source: type.source ?? "",
            },
          ]
        : [],
    ),
  };
}
