import type { Overview, OverviewRow } from "@/lib/ledger/shapes.ts";
import { noCounts, type StateCounts, WORST_FIRST } from "@/lib/ledger/states.ts";

type Unusual = Partial<Omit<OverviewRow, "counts">> & { counts?: Partial<StateCounts> };

const silent = <T>(value: T): T[] => new Array<T>(24).fill(value);
const sum = (counts: StateCounts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** A row for tests: an ordinary installation, unusual by argument; what follows from the counts follows. */
export function row({ counts: some = { ok: 10 }, ...unusual }: Unusual = {}): OverviewRow {
  const counts = { ...noCounts(), ...some };
  const sent = sum(counts);
  return {
    key: "i1",
    installationId: 1,
    municipality: { code: "0851", name: "Aalborg" },
    system: { id: 1, name: "Fjordjournal" },
    vendor: { id: 1, name: "Fjordsoft" },
    type: null,
    receiptRole: "A",
    roleAssumed: false,
    provisional: false,
    installations: 1,
    sent,
    counts,
    latency: { count: sent, medianMs: 38_000, p95Ms: 900_000 },
    worst: WORST_FIRST.find((state) => counts[state] > 0) ?? null,
    topCode: null,
    hours: { sent: silent(0), trouble: silent(0), late: silent(0), known: silent(true) },
    completeTo: "2026-11-24T06:42:00Z",
    ...unusual,
  };
}

/** An overview for tests, with its totals counted from its rows. */
export function overview(rows: OverviewRow[], unusual: Partial<Overview> = {}): Overview {
  const counts = noCounts();
  for (const { counts: some } of rows) for (const state of WORST_FIRST) counts[state] += some[state];
  return {
    side: "received",
    period: { from: "2026-11-23T06:42:00Z", to: "2026-11-24T06:42:00Z" },
    hoursFrom: "2026-11-23T07:00:00Z",
    total: {
      sent: sum(counts),
      counts,
      latency: { count: sum(counts), medianMs: 38_000, p95Ms: 900_000 },
      installations: rows.length,
    },
    rows,
    completeTo: { earliest: "2026-11-24T06:42:00Z", latest: "2026-11-24T06:42:00Z", behind: 0 },
    withoutSendTime: 0,
    quarantined: null,
    asOf: "2026-11-24T06:42:08Z",
    ...unusual,
  };
}
