import { describe, expect, test } from "vitest";
import { overview, row } from "./fixture.ts";
import { leadOf } from "./lead.ts";

describe("the first sentence", () => {
  test("accounts for every expected receipt", () => {
    const counts = {
      ...{ ok: 1075, pending: 32, overdue: 75, fatal: 12, transient: 7 },
      ...{ late_ok: 22, late_negative: 2, repudiated: 1, lost: 3, unknown: 6, not_due: 1127 },
    };
    const lead = leadOf(overview([row({ counts })]));
    const named = lead.troubles.reduce((sum, { count }) => sum + count, 0);
    expect(lead.expected).toBe(lead.sent - 1127);
    expect(lead.onTime + lead.pending + named).toBe(lead.expected);
  });
  test("names the worst first and leaves out what did not happen", () => {
    const lead = leadOf(overview([row({ counts: { ok: 5, unknown: 1, overdue: 2, late_negative: 1, fatal: 1 } })]));
    expect(lead.troubles).toEqual([
      { trouble: "overdue", count: 2 },
      { trouble: "rejected", count: 2 },
      { trouble: "unknown", count: 1 },
    ]);
  });
  test("says all only when it is all", () => {
    expect(leadOf(overview([row({ counts: { ok: 5, not_due: 3 } })])).kind).toBe("all");
    expect(leadOf(overview([row({ counts: { ok: 5, pending: 1 } })])).kind).toBe("some");
  });
  test("never turns silence into success", () => {
    expect(leadOf(overview([])).kind).toBe("silent");
    expect(leadOf(overview([row({ counts: { not_due: 9 } })])).kind).toBe("nothing_due");
  });
  test("says how far we see, and that nobody has said where nobody has", () => {
    expect(leadOf(overview([row()])).completeness).toBe("even");
    const gap = { earliest: null, latest: "2026-11-24T06:42:00Z", behind: 1 };
    expect(leadOf(overview([row()], { completeTo: gap })).completeness).toBe("uneven");
    const seconds = { earliest: "2026-11-24T06:41:30Z", latest: "2026-11-24T06:42:00Z", behind: 1 };
    expect(leadOf(overview([row()], { completeTo: seconds })).completeness).toBe("even");
    const none = { earliest: null, latest: null, behind: 1 };
    expect(leadOf(overview([row()], { completeTo: none })).completeness).toBe("none");
  });
});
