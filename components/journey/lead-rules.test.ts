import { describe, expect, test } from "vitest";
import type { JourneyReceipt } from "@/lib/ledger/shapes.ts";
import { RECEIPT_STATES } from "@/lib/ledger/states.ts";
import { answer, delivery, journey, lateJourney, overdueJourney, step } from "./fixtures.ts";
import { leadOf, letterLead, mainDelivery } from "./lead-rules.ts";

const receipt = (unusual: Partial<JourneyReceipt>): JourneyReceipt => ({
  receiptId: "r1",
  installationId: 7,
  level: "application",
  outcome: "fatal",
  code: "VER",
  statedAt: "2026-11-24T05:12:30Z",
  station: "recipient",
  reports: 1,
  conflicting: false,
  orphan: false,
  ...unusual,
});

describe("the sentence a journey opens with", () => {
  test("came in time: how long it took, of how long it had", () => {
    expect(letterLead(journey())).toEqual({ kind: "ok", tookMs: 38_000, allowedMs: 1_800_000 });
  });
  test("came late: by how much, where the waiting was, and what the recipient itself took", () => {
    expect(letterLead(lateJourney())).toEqual({
      kind: "lateOk",
      lateMs: 1_285_000,
      waitedAt: ["distributor", "mailbox"],
      answeredMs: 4_000,
    });
  });
  test("a few seconds more than normal is not what made it late", () => {
    const [first, ...rest] = journey().steps;
    const steps = [
      first,
      ...rest.map((one) => (one.station === "mailbox" ? { ...one, at: "2026-11-24T05:12:17Z" } : one)),
    ];
    const slow = lateJourney({
      deliveries: [delivery({ state: "late_ok", decidedAt: "2026-11-24T06:03:29Z" })],
      steps: steps.filter((one) => one !== undefined),
    });
    expect(letterLead(slow)).toMatchObject({ waitedAt: [] });
  });
  test("came late because of the recipient itself: it is among those that kept it waiting", () => {
    const slow = lateJourney({
      deliveries: [delivery({ state: "late_ok", decidedAt: "2026-11-24T06:03:29Z" })],
      steps: [
        ...journey().steps.slice(0, 6),
        answer("06:03:24", "recipient", "ok"),
        answer("06:03:29", "sender", "ok"),
      ],
    });
    expect(letterLead(slow)).toMatchObject({ waitedAt: ["recipient"], answeredMs: 3_074_000 });
  });
  test("missing: since when, and where it was last seen", () => {
    expect(letterLead(overdueJourney())).toEqual({
      kind: "overdue",
      dueAt: "2026-11-24T05:42:04Z",
      last: { station: "distributor", at: "2026-11-24T05:12:07Z" },
      arrived: false,
    });
  });
  test("missing after it arrived is another matter than never arrived", () => {
    const arrived = overdueJourney({ steps: journey().steps.slice(0, 6) });
    expect(letterLead(arrived)).toMatchObject({ kind: "overdue", arrived: true });
  });
  test("missing after it arrived stays so when a resend got stuck on its way", () => {
    const again = [
      step("05:42:30", "sender", { attempt: 2 }),
      step("05:42:31", "vans", { attempt: 2, legMs: 600, normalMs: 600 }),
    ];
    const resent = overdueJourney({ steps: [...journey().steps.slice(0, 6), ...again] });
    expect(letterLead(resent)).toMatchObject({ arrived: true, last: { station: "recipient" } });
  });
  test("a hole of ours is never called missing", () => {
    expect(letterLead(overdueJourney({}, false)).kind).toBe("unknown");
  });
  test("rejected: why, by whom, and how late if it was late", () => {
    const refused = journey({ deliveries: [delivery({ state: "fatal" })], receipts: [receipt({})] });
    expect(letterLead(refused)).toEqual({ kind: "rejected", lateMs: null, code: "VER", by: "recipient" });
    const late = journey({
      deliveries: [delivery({ state: "late_negative", decidedAt: "2026-11-24T05:52:04Z" })],
      receipts: [receipt({ station: "vans", code: "LOK" })],
    });
    expect(letterLead(late)).toEqual({ kind: "rejected", lateMs: 600_000, code: "LOK", by: "vans" });
  });
  test("a transport receipt and somebody else's receipt give no reason", () => {
    const receipts = [receipt({ level: "transport", code: "40" }), receipt({ orphan: true, code: "MID" })];
    expect(letterLead(journey({ deliveries: [delivery({ state: "fatal" })], receipts }))).toMatchObject({ code: null });
  });
  test.each([
    ["role_c", "roleC"],
    ["copy", "copy"],
    ["not_asked", "notAsked"],
  ] as const)("not due because of %s", (notDueWhy, kind) => {
    expect(letterLead(journey({ deliveries: [delivery({ state: "not_due", notDueWhy })] }))).toEqual({ kind });
  });
  test("a receipt stated before its letter has no latency to boast of", () => {
    const odd = journey({ deliveries: [delivery({ clock: true, latencyMs: null })] });
    expect(letterLead(odd)).toEqual({ kind: "okClock" });
  });
  test("a letter nobody has stated a send time for is not counted, and says so", () => {
    expect(letterLead(journey({ sentAt: null, deliveries: [] })).kind).toBe("noSendTime");
    expect(letterLead(journey({ deliveries: [] })).kind).toBe("noDelivery");
  });
  test("every state has a sentence of its own kind", () => {
    const kinds = RECEIPT_STATES.map((state) => leadOf(journey(), delivery({ state })).kind);
    expect(new Set(kinds).size).toBe(RECEIPT_STATES.length - 1); // rejected in time and late share one
  });
});

describe("a letter to several recipients", () => {
  test("is judged by the one whose receipt answers the sender", () => {
    const a = delivery({ id: "l.1", installationId: 1, state: "ok" });
    const b = delivery({ id: "l.2", installationId: 2, state: "overdue", receiptRole: "B" });
    expect(mainDelivery([b, a])).toBe(a);
  });
  test("and where none answers, by the worst", () => {
    const b = delivery({ id: "l.1", receiptRole: "B", state: "ok" });
    const c = delivery({ id: "l.2", receiptRole: "B", state: "lost" });
    expect(mainDelivery([b, c])).toBe(c);
  });
});

test("the recipient's own time counts from the sending it answered", () => {
  const steps = [
    step("05:12:10", "recipient"),
    step("05:42:40", "recipient", { attempt: 2 }),
    answer("05:42:45", "recipient", "ok", { attempt: 2 }),
  ];
  const lead = letterLead(
    journey({ steps, deliveries: [delivery({ state: "late_ok", decidedAt: "2026-11-24T05:42:45Z" })] }),
  );
  expect(lead).toMatchObject({ answeredMs: 5_000 });
});

test("a recipient that asked for a resend at once is not blamed for the time until the resend", () => {
  const steps = [
    step("05:12:10", "recipient"),
    answer("05:12:20", "recipient", "transient"),
    answer("05:48:25", "recipient", "ok", { attempt: 2 }),
  ];
  const lead = letterLead(
    journey({ steps, deliveries: [delivery({ state: "late_ok", decidedAt: "2026-11-24T05:48:25Z" })] }),
  );
  expect(lead).toMatchObject({ kind: "lateOk", waitedAt: [], answeredMs: null });
});
