import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import type { Station } from "@/lib/ledger/states.ts";

/** Letters made up for tests: valid by default, unusual by argument. Times are UTC; Danish winter time is an hour ahead. */
export const SENT = "2026-11-24T05:12:04Z";
const RECIPIENT = 7;

type Unusual<T> = Partial<T>;
export type TestDelivery = Journey["deliveries"][number];

export const delivery = (unusual: Unusual<TestDelivery> = {}): TestDelivery => ({
  id: "bGV0dGVy.7",
  letter: "bGV0dGVy",
  letterId: "5c1e77b0-2d4f-4f6e-8a31-0b6f2d9c9f20",
  installationId: RECIPIENT,
  municipality: { code: "0851", name: "Aalborg" },
  system: { id: 3, name: "Fjordblik" },
  receiptRole: "A",
  type: { code: "MCM:FDIS20", name: "Advis om sygehusophold", nameEn: "Hospital notification" },
  content: "STIN",
  sender: "Nordkyst Sygehus",
  sentAt: SENT,
  dueAt: "2026-11-24T05:42:04Z",
  warnAt: "2026-11-24T05:32:04Z",
  state: "ok",
  decidedAt: "2026-11-24T05:12:42Z",
  latencyMs: 38_000,
  coarse: false,
  attempts: 1,
  lastStation: "recipient",
  transport: "handed_over",
  conflicting: false,
  clock: false,
  codes: [],
  assumedRole: false,
  notDueWhy: null,
  ...unusual,
});

export const step = (at: string, station: Station, unusual: Unusual<JourneyStep> = {}): JourneyStep => ({
  at: at.includes("T") ? at : `2026-11-24T${at}Z`,
  station,
  direction: "out",
  operator: null,
  kind: station === "sender" ? "sent" : "received",
  installationId: station === "mailbox" || station === "recipient" ? RECIPIENT : null,
  reportedBy: "Sporvej VANS",
  attempt: 1,
  envelopeId: null,
  receipt: null,
  legMs: null,
  normalMs: null,
  ...unusual,
});

export const answer = (
  at: string,
  station: Station,
  outcome: "ok" | "transient" | "fatal",
  unusual: Unusual<JourneyStep> = {},
) =>
  step(at, station, {
    direction: "back",
    kind: "receipt",
    installationId: RECIPIENT,
    receipt: { level: "application", outcome, code: null },
    ...unusual,
  });

/** A letter that came through and was answered after 38 seconds. */
export const journey = (unusual: Unusual<Journey> = {}): Journey => ({
  letter: "bGV0dGVy",
  letterId: "5c1e77b0-2d4f-4f6e-8a31-0b6f2d9c9f20",
  aliases: [{ kind: "envelope", value: "e07b41aa-90f3-4c1d-9d0c-2f1f52a0c741" }],
  type: { code: "MCM:FDIS20", name: "Advis om sygehusophold", nameEn: "Hospital notification" },
  content: "STIN",
  sender: { name: "Nordkyst Sygehus", gln: "5790000123451", provisional: false },
  sentAt: SENT,
  receiptExpected: true,
  conflicting: false,
  coarse: false,
  sealedAt: null,
  resendsAllowed: 2,
  deliveries: [delivery()],
  steps: [
    step("05:12:04", "sender"),
    step("05:12:05", "vans", { legMs: 600, normalMs: 600 }),
    step("05:12:06", "agent", { legMs: 900, normalMs: 900 }),
    step("05:12:07", "distributor", { legMs: 800, normalMs: 800 }),
    step("05:12:09", "mailbox", { legMs: 2_000, normalMs: 2_000 }),
    step("05:12:10", "recipient", { legMs: 1_000, normalMs: 1_000 }),
    answer("05:12:38", "recipient", "ok", { legMs: 28_000, normalMs: 30_000 }),
    answer("05:12:42", "sender", "ok", { legMs: 4_000, normalMs: 4_000 }),
  ],
  receipts: [],
  missing: [],
  asOf: "2026-11-24T06:42:08Z",
  ...unusual,
});

/** The first sending stopped at the distributor; the second waited there and in the mailbox, and its answer came late. */
export const lateJourney = (unusual: Unusual<Journey> = {}): Journey =>
  journey({
    deliveries: [delivery({ state: "late_ok", attempts: 2, decidedAt: "2026-11-24T06:03:29Z", latencyMs: 3_085_000 })],
    steps: [
      step("05:12:04", "sender", { envelopeId: "e07b41aa-90f3-4c1d-9d0c-2f1f52a0c741" }),
      step("05:12:05", "vans", { legMs: 600, normalMs: 600 }),
      step("05:12:06", "agent", { legMs: 900, normalMs: 900 }),
      step("05:12:07", "distributor", { legMs: 800, normalMs: 800 }),
      step("05:42:30", "sender", { attempt: 2, envelopeId: "19acd8aa-90f3-4c1d-9d0c-2f1f52a0c7d8" }),
      step("05:42:33", "distributor", { attempt: 2, legMs: 3_000, normalMs: 2_300 }),
      step("05:58:11", "mailbox", { attempt: 2, legMs: 938_000, normalMs: 2_000 }),
      step("06:03:20", "recipient", { attempt: 2, legMs: 309_000, normalMs: 1_000 }),
      step("06:03:20", "distributor", {
        attempt: 2,
        kind: "receipt",
        direction: "back",
        receipt: { level: "transport", outcome: "ok", code: "20" },
      }),
      answer("06:03:24", "recipient", "ok", { attempt: 2, legMs: 4_000, normalMs: 5_000 }),
      answer("06:03:29", "sender", "ok", { attempt: 2, legMs: 5_000, normalMs: 4_000 }),
    ],
    receipts: [
      {
        receiptId: "77d0aa3b-90f3-4c1d-9d0c-2f1f52a0c73b",
        installationId: RECIPIENT,
        level: "application",
        outcome: "ok",
        code: null,
        statedAt: "2026-11-24T06:03:24Z",
        station: "recipient",
        reports: 2,
        conflicting: false,
        orphan: false,
      },
      {
        receiptId: null,
        installationId: RECIPIENT,
        level: "transport",
        outcome: "ok",
        code: "20",
        statedAt: "2026-11-24T06:03:20Z",
        station: "distributor",
        reports: 1,
        conflicting: false,
        orphan: false,
      },
    ],
    ...unusual,
  });

/** Never seen after the distributor, and the deadline is an hour past. */
export const overdueJourney = (unusual: Unusual<Journey> = {}, vouched = true): Journey =>
  journey({
    deliveries: [
      delivery({
        state: vouched ? "overdue" : "unknown",
        decidedAt: null,
        latencyMs: null,
        lastStation: "distributor",
        transport: null,
      }),
    ],
    steps: journey().steps.slice(0, 4),
    missing: [
      { installationId: RECIPIENT, station: "mailbox", direction: "out", what: "station", dueAt: null, vouched },
      {
        installationId: RECIPIENT,
        station: "recipient",
        direction: "back",
        what: "receipt",
        dueAt: "2026-11-24T05:42:04Z",
        vouched,
      },
    ],
    ...unusual,
  });
