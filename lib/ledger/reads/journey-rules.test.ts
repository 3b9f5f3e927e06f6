import { describe, expect, test } from "vitest";
import { attemptsOf, missingOf, type Report } from "./journey-rules.ts";

const step = (station: Report["station"], at: number, over: Partial<Report> = {}): Report => ({
  at,
  station,
  direction: "out",
  operator: null,
  kind: station === "sender" ? "sent" : "received",
  installationId: null,
  reportedBy: null,
  envelopeId: null,
  receipt: null,
  ...over,
});

describe("which attempt a step belongs to", () => {
  test("the latest that had begun, where no envelope says better", () => {
    expect(attemptsOf([step("sender", 0), step("vans", 1), step("sender", 10), step("vans", 11)], false)).toEqual([
      1, 1, 2, 2,
    ]);
  });
  test("that of its envelope, however late it comes", () => {
    const reports = [
      step("sender", 0, { envelopeId: "a" }),
      step("sender", 10, { envelopeId: "b" }),
      step("vans", 11, { envelopeId: "a" }),
      step("vans", 12, { envelopeId: "b" }),
    ];
    expect(attemptsOf(reports, false)).toEqual([1, 2, 1, 2]);
  });
  test("the first, where a step comes before any send", () => {
    expect(attemptsOf([step("vans", -5), step("sender", 0)], false)).toEqual([1, 1]);
  });
  test("sends within a minute are one where times are stated to the minute, and two where they are not", () => {
    const reports = [step("sender", 60_000), step("sender", 90_000), step("vans", 95_000)];
    expect(attemptsOf(reports, true)).toEqual([1, 1, 1]);
    expect(attemptsOf(reports, false)).toEqual([1, 2, 2]);
  });
});

describe("what did not come", () => {
  const delivery = {
    installationId: 7,
    state: "overdue",
    dueAt: "2026-11-23T11:30:00.000Z",
    transport: null,
    lastStation: "distributor",
  } as const;
  const usual = (["sender", "distributor", "mailbox"] as const).map((station) => ({
    station,
    direction: "out" as const,
    medianMs: 1,
    count: 9,
  }));
  const passed = [step("sender", 0), step("distributor", 1, { installationId: 7 })];
  const told = (missing: ReturnType<typeof missingOf>) =>
    missing.map((one) => `${one.what} ${one.station} ${one.vouched}`);

  test("the usual station, the transport receipt and the receipt, where a source vouches that they did not", () => {
    expect(told(missingOf(delivery, passed, usual))).toEqual([
      "station mailbox true",
      "transport_receipt mailbox true",
      "receipt recipient true",
    ]);
  });
  test("may be a hole of ours where nobody vouches", () => {
    expect(told(missingOf({ ...delivery, state: "unknown" }, passed, usual))).toEqual([
      "station mailbox false",
      "transport_receipt mailbox false",
      "receipt recipient false",
    ]);
  });
  test("a station that says nothing of an answered letter has only not told us", () => {
    expect(told(missingOf({ ...delivery, state: "ok" }, passed, usual))).toEqual(["station mailbox false"]);
  });
  test("another installation's mailbox is not this one's", () => {
    const elsewhere = [...passed, step("mailbox", 2, { installationId: 8 })];
    expect(told(missingOf({ ...delivery, state: "ok" }, elsewhere, usual))).toEqual(["station mailbox false"]);
  });
  test("nothing is missing while the answer is not due", () => {
    expect(
      missingOf({ ...delivery, state: "pending", lastStation: "mailbox" }, [...passed, step("mailbox", 2)], usual),
    ).toEqual([]);
  });
  test("no station is called missing where none is known to have had the message", () => {
    expect(told(missingOf({ ...delivery, lastStation: null }, [], usual))).toEqual(["receipt recipient true"]);
  });
});
