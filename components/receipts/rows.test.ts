import { describe, expect, test } from "vitest";
import { RECEIPT_STATES } from "@/lib/ledger/states.ts";
import { row } from "./fixture.ts";
import { COLUMNS, expectedOf, filterOfRow, grouped, isBehind, namedBy, reasonOf, urgencyOf } from "./rows.ts";

describe("the columns", () => {
  test("hold every state once, so that they add up to what was sent", () => {
    const held = COLUMNS.flatMap((column) => column.states);
    expect([...held].sort()).toEqual([...RECEIPT_STATES].sort());
  });
});

describe("the groups", () => {
  test("come worst first and keep the order of their rows", () => {
    const rows = [
      row({ key: "i1", counts: { ok: 4 } }),
      row({ key: "i2", counts: { ok: 4, lost: 1 } }),
      row({ key: "i3", counts: { not_due: 4 }, receiptRole: "C" }),
      row({ key: "i4", counts: { unknown: 1 } }),
      row({ key: "i5", counts: { overdue: 1 } }),
    ];
    expect(grouped(rows).map((group) => [group.urgency, group.rows.map(({ key }) => key)])).toEqual([
      ["act", ["i2", "i5"]],
      ["watch", ["i4"]],
      ["well", ["i1"]],
      ["none", ["i3"]],
    ]);
  });
  test("a system that must not acknowledge is never asked to act, with traffic or without", () => {
    expect(urgencyOf(row({ counts: { not_due: 3 }, receiptRole: "C" }))).toBe("none");
    expect(urgencyOf(row({ counts: {}, receiptRole: "C" }))).toBe("none");
  });
  test("silence is well where a source vouches for it, and not known where none does", () => {
    expect(urgencyOf(row({ counts: {} }))).toBe("well");
    expect(urgencyOf(row({ counts: {}, completeTo: null }))).toBe("watch");
    expect(reasonOf(row({ counts: {}, completeTo: null }))).toBe("gap");
  });
  test("a late rejection asks for action, a late acceptance for attention", () => {
    expect(urgencyOf(row({ counts: { late_negative: 1 } }))).toBe("act");
    expect(urgencyOf(row({ counts: { late_ok: 1 } }))).toBe("watch");
  });
});

test("a row whose answers came is named so while one more is on its way, and not where none came", () => {
  expect(namedBy(row({ counts: { ok: 77, pending: 2 } }))).toBe("ok");
  expect(namedBy(row({ counts: { pending: 2 } }))).toBe("pending");
  expect(namedBy(row({ counts: { ok: 77, pending: 2, overdue: 1 } }))).toBe("overdue");
  expect(namedBy(row({ counts: {} }))).toBeNull();
});

test("what is not due is never counted among the expected", () => {
  expect(expectedOf(row({ counts: { ok: 3, not_due: 7 } }))).toBe(3);
});

describe("a row's filter", () => {
  test("is its installation where it has one", () => {
    expect(filterOfRow(row({ installationId: 7 }), { type: "hn" })).toEqual({ type: "hn", installation: 7 });
  });
  test("is its municipality where that is all the viewer may see", () => {
    const seen = row({ installationId: null, system: null, vendor: null });
    expect(filterOfRow(seen, {})).toEqual({ municipality: "0851" });
  });
  test("is its group where it stands for several", () => {
    const seen = row({ installationId: null, municipality: null, system: null, vendor: { id: 3, name: "Fjordsoft" } });
    expect(filterOfRow(seen, { region: 1 })).toEqual({ region: 1, vendor: 3 });
  });
  test("is none where the row stands for receivers that nobody has named", () => {
    const seen = row({ installationId: null, municipality: null, system: null, vendor: null });
    expect(filterOfRow(seen, { region: 1 })).toBeNull();
  });
});

test("a gap is named as a gap at us, and never as somebody's missing answer", () => {
  expect(reasonOf(row({ counts: { ok: 3, unknown: 2 } }))).toBe("gap");
  expect(reasonOf(row({ counts: { ok: 3, overdue: 2 } }))).toBeNull();
});

test("a source that has never vouched is behind one that has", () => {
  expect(isBehind(null, "2026-11-24T06:42:00Z")).toBe(true);
  expect(isBehind("2026-11-24T06:40:00Z", "2026-11-24T06:42:00Z")).toBe(false);
  expect(isBehind("2026-11-24T04:10:00Z", "2026-11-24T06:42:00Z")).toBe(true);
  expect(isBehind(null, null)).toBe(false);
});
