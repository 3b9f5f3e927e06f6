import { delivery } from "@/components/journey/fixtures.ts";
import { RECEIPT_BIN_BOUNDS } from "@/lib/ledger/latency.ts";
import type { DeliveryRow, InstallationPage, TrendPoint } from "@/lib/ledger/shapes.ts";
import { noCounts, type StateCounts } from "@/lib/ledger/states.ts";

const HOUR = 3_600_000;

export const counts = (some: Partial<StateCounts>): StateCounts => ({ ...noCounts(), ...some });
const sum = (all: StateCounts) => Object.values(all).reduce((total, count) => total + count, 0);

/** A day's figures from its counts. */
export const day = (some: Partial<StateCounts>): InstallationPage["day"] => ({
  sent: sum(counts(some)),
  counts: counts(some),
  latency: { count: some.ok ?? 0, medianMs: 38_000, p95Ms: 1_440_000 },
});

/** A missing one, last seen at the distributor unless said otherwise. */
export const overdueRow = (unusual: Partial<DeliveryRow> = {}): DeliveryRow => ({
  ...delivery({ state: "overdue", decidedAt: null, latencyMs: null, lastStation: "distributor", transport: null }),
  ...unusual,
});

/** Two weeks of a working installation, with an outage and a hole in what we know. */
function points(): TrendPoint[] {
  return Array.from({ length: 56 }, (_, n) => {
    const at = new Date(Date.parse("2026-11-09T23:00:00Z") + n * 6 * HOUR).toISOString();
    const known = n < 24 || n > 25;
    const outage = n > 52;
    const ok = known ? ([12, 70, 95, 30][n % 4] ?? 0) : 0;
    const some = counts(outage ? { ok: 12, late_ok: 7, overdue: 6 } : { ok, transient: n % 9 === 0 && known ? 2 : 0 });
    return { at, sent: sum(some), counts: some, known };
  });
}

/** An installation for tests: ordinary by default, unusual by argument. */
export const installationPage = (unusual: Partial<InstallationPage> = {}): InstallationPage => ({
  installation: {
    id: 7,
    municipality: { code: "0851", name: "Aalborg" },
    system: { id: 3, name: "Fjordblik" },
    vendor: { id: 4, name: "Fjordsoft" },
    provisional: false,
    mailbox: "fjordblik-0851",
    mode: "push",
    liveFrom: "2025-03-02",
    optedOutFrom: null,
    pending: false,
    area: "Ældre og sundhed",
    legalBasis: "retssikkerhedsloven § 12 c",
    location: {
      gln: "5790001900094",
      sorId: "953741000016009",
      name: "Sygehusadviser, Aalborg",
      warnings: ["gln_check_digit"],
    },
    types: [
      {
        code: "MCM:FDIS20",
        name: "Advis om sygehusophold",
        nameEn: "Hospital notification",
        version: "3.0",
        role: "A",
        assumed: true,
        from: "2025-03-02",
        to: null,
      },
    ],
    policies: [
      {
        typeCode: "MCM:FDIS20",
        warnMinutes: 20,
        overdueMinutes: 30,
        resends: 2,
        from: "2025-01-01",
        source: "MedCom, governance 020",
      },
    ],
  },
  day: day({ ok: 372, late_ok: 19, overdue: 12, pending: 9 }),
  trend: { bucketHours: 6, from: "2026-11-09T23:00:00Z", to: "2026-11-24T06:42:08Z", points: points() },
  histogram: {
    bounds: [...RECEIPT_BIN_BOUNDS],
    bins: [40, 80, 345, 600, 575, 1481, 955, 355, 110, 61, 30, 19, 37, 50, 36, 22, 20, 12, 3, 0],
    deadlineMs: 1_800_000,
    warnMs: 1_200_000,
    within: 4_688,
  },
  codes: [
    { code: "transient-error", outcome: "transient", count: 60 },
    { code: "MSG_Receiver_Identifier_UNKNOWN", outcome: "fatal", count: 9 },
    { code: "X-9000", outcome: "fatal", count: 1 },
  ],
  overdue: {
    rows: [
      overdueRow({ id: "a.7", letter: "a", letterId: "b41c77b0-2d4f-4f6e-8a31-0b6f2d9c07e2", attempts: 2 }),
      overdueRow({ id: "b.7", letter: "b", letterId: "77aa77b0-2d4f-4f6e-8a31-0b6f2d9c14d5", lastStation: "mailbox" }),
    ],
    total: 12,
  },
  inMailbox: { count: 9, oldestAt: "2026-11-24T06:14:20Z" },
  completeTo: "2026-11-24T06:42:00Z",
  sources: [{ name: "Sporvej VANS", completeTo: "2026-11-24T06:42:00Z" }],
  asOf: "2026-11-24T06:42:08Z",
  ...unusual,
});
