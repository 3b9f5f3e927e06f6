import { describe, expect, test } from "vitest";
import { day, overdueRow } from "./fixtures.ts";
import { installationLead } from "./lead-rules.ts";

const none = { rows: [], total: 0 };

describe("the sentence an installation opens with", () => {
  test("all in time says so with its denominator", () => {
    expect(installationLead({ day: day({ ok: 12, not_due: 3 }), overdue: none })).toEqual([
      { kind: "allWell", due: 12 },
    ]);
  });
  test("what is still within the deadline is not yet well", () => {
    const lead = installationLead({ day: day({ ok: 12, pending: 2 }), overdue: none });
    expect(lead).toEqual([{ kind: "soFar", due: 14, ok: 12, pending: 2 }]);
  });
  test("no traffic is not all well", () => {
    expect(installationLead({ day: day({}), overdue: none })).toEqual([{ kind: "silent" }]);
  });
  test("a system that must not acknowledge has nothing missing", () => {
    expect(installationLead({ day: day({ not_due: 9 }), overdue: none })).toEqual([{ kind: "nothingDue", sent: 9 }]);
  });
  test("what cannot be seen is said, and never counted as well", () => {
    expect(installationLead({ day: day({ ok: 3, unknown: 4 }), overdue: none })).toEqual([
      { kind: "unknown", count: 4 },
    ]);
  });
  test("the worst comes first", () => {
    const worst = day({ lost: 1, fatal: 2, late_negative: 1, late_ok: 5, transient: 1 });
    expect(installationLead({ day: worst, overdue: none }).map(({ kind }) => kind)).toEqual([
      "lost",
      "rejected",
      "late",
      "transient",
    ]);
  });
});

describe("whether the missing ones reached the system", () => {
  test("none did: the fault is before it", () => {
    const overdue = { rows: [overdueRow({ lastStation: "mailbox" }), overdueRow()], total: 2 };
    expect(installationLead({ day: day({ overdue: 2 }), overdue })).toEqual([
      { kind: "overdue", count: 2 },
      { kind: "before", count: 2, all: true, stations: ["distributor", "mailbox"] },
    ]);
  });
  test("some did: both are said with their numbers", () => {
    const overdue = { rows: [overdueRow({ lastStation: "recipient" }), overdueRow()], total: 2 };
    expect(installationLead({ day: day({ overdue: 2 }), overdue }).slice(1)).toEqual([
      { kind: "before", count: 1, all: false, stations: ["distributor"] },
      { kind: "reached", count: 1, all: false },
    ]);
  });
  test("nothing is said of all from a list that shows only some", () => {
    const overdue = { rows: [overdueRow()], total: 30 };
    expect(installationLead({ day: day({ overdue: 30 }), overdue })).toEqual([{ kind: "overdue", count: 30 }]);
  });
});
