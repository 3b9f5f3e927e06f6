import { describe, expect, test } from "vitest";
import { answer, delivery, journey, lateJourney, overdueJourney, step } from "@/components/journey/fixtures.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import { laned, widthOf } from "./label-rules.ts";
import { isSlow } from "./leg-rules.ts";
import { layTimetable } from "./timetable-rules.ts";
import type { TimetableWords } from "./timetable-shapes.ts";

const clock = (at: number) => new Date(at).toISOString().slice(11, 19);
const words: TimetableWords = {
  attempt: (n, at) => `attempt ${n} ${clock(at)}`,
  lastSeen: (at) => `last seen ${clock(at)}`,
  waits: (ms) => `waits ${ms / 1000} s`,
  arrived: (at) => `arrived ${clock(at)}`,
  receipt: (at, late) => `receipt ${clock(at)}${late === null ? "" : ` late ${late / 1000} s`}`,
  deadline: (at) => `deadline ${clock(at)}`,
  warn: (at) => `warning ${clock(at)}`,
  now: "now",
  ghost: "did not come",
  blind: "cannot see",
};
const lay = (of: Journey) => layTimetable(of, of.deliveries[0] ?? delivery(), words);
const said = (of: Journey) => lay(of).labels.map(({ text }) => text);

describe("a letter that came in time", () => {
  const layout = lay(journey());
  test("has six stations down, in their order", () => {
    expect(layout.rows.map(({ station }) => station)).toEqual([
      "sender",
      "vans",
      "agent",
      "distributor",
      "mailbox",
      "recipient",
    ]);
    for (const [at, { y }] of layout.rows.entries()) if (at > 0) expect(y).toBeGreaterThan(layout.rows[at - 1]?.y ?? y);
  });
  test("goes down once and back up once, with nothing dashed", () => {
    expect(layout.lines.filter(({ kind }) => kind === "ghost" || kind === "blind" || kind === "slow")).toEqual([]);
    expect(layout.lines.filter(({ kind }) => kind === "back").map(({ tone }) => tone)).toEqual(["ok"]);
  });
  test("shows the deadline to its right, far from the receipt", () => {
    const due = layout.rules.find(({ tone }) => tone === "deadline");
    expect(due?.x).toBeGreaterThan(900);
    expect(said(journey())).toContain("receipt 05:12:42");
  });
});

describe("a letter that came late", () => {
  const layout = lay(lateJourney());
  test("waits flat where it waited, and says how long", () => {
    const slow = layout.lines.filter(({ kind }) => kind === "slow");
    expect(slow).toHaveLength(2);
    for (const { d } of slow) expect(d).toMatch(/^M[\d.]+ [\d.]+H[\d.]+$/);
    expect(said(lateJourney())).toContain("waits 938 s");
  });
  test("says how late its receipt was, right of the deadline", () => {
    const receipt = layout.labels.find(({ text }) => text === "receipt 06:03:29 late 1285 s");
    const due = layout.rules.find(({ tone }) => tone === "deadline");
    expect(receipt?.tone).toBe("late_ok");
    expect(receipt?.x).toBeGreaterThan(due?.x ?? 0);
  });
  test("marks where its first sending was last seen, with the way it should have gone", () => {
    expect(said(lateJourney())).toEqual(expect.arrayContaining(["last seen 05:12:07", "did not come"]));
    expect(layout.lines.filter(({ kind }) => kind === "ghost")).toHaveLength(1);
  });
  test("a transport receipt is not an answer", () => {
    expect(layout.lines.filter(({ kind }) => kind === "back")).toHaveLength(1);
  });
  test("labels in the same row never touch", () => {
    const rows = Map.groupBy(layout.labels, ({ y }) => y);
    for (const labels of rows.values()) {
      const spans = labels
        .map(({ x, text, anchor }) =>
          anchor === "start" ? x : anchor === "end" ? x - widthOf(text) : x - widthOf(text) / 2,
        )
        .map((start, at) => ({ start, end: start + widthOf(labels[at]?.text ?? "") }))
        .sort((a, b) => a.start - b.start);
      for (const [at, span] of spans.entries())
        if (at > 0) expect(span.start).toBeGreaterThanOrEqual(spans[at - 1]?.end ?? 0);
    }
  });
});

describe("a letter that did not come", () => {
  test("is drawn dashed from where it was last seen to the recipient and back", () => {
    const { lines, rows } = lay(overdueJourney());
    const [ghost] = lines.filter(({ kind }) => kind === "ghost");
    expect(ghost?.d).toContain(`V${rows.at(-1)?.y}`);
    expect(ghost?.d.endsWith(`V${rows[0]?.y}`)).toBe(true);
    expect(said(overdueJourney())).toContain("did not come");
  });
  test("shows time up to now, but no more than the deadline again", () => {
    const later = { ...overdueJourney(), asOf: "2026-12-01T06:00:00Z" };
    const { axis } = lay(later);
    expect(axis.to).toBeLessThan(Date.parse("2026-11-24T06:20:00Z"));
    expect(axis.to).toBeGreaterThan(Date.parse("2026-11-24T06:10:00Z"));
  });
  test("seen nowhere but at its sender says so below the sender's line, clear of the labels above it", () => {
    const stuck = overdueJourney();
    const { rows, labels } = lay({ ...stuck, steps: stuck.steps.slice(0, 1) });
    const [seen] = labels.filter(({ text }) => text.startsWith("last seen"));
    expect(seen?.y).toBeGreaterThan(rows[0]?.y ?? Number.POSITIVE_INFINITY);
  });
  test("where the hole is ours it says so, and claims nothing missing", () => {
    const blind = overdueJourney({}, false);
    expect(lay(blind).lines.some(({ kind }) => kind === "ghost")).toBe(false);
    expect(said(blind)).toContain("cannot see");
    expect(said(blind)).not.toContain("did not come");
  });
});

describe("several recipients", () => {
  const other = delivery({
    id: "l.8",
    installationId: 8,
    receiptRole: "C",
    state: "not_due",
    dueAt: null,
    warnAt: null,
  });
  const both = journey({ deliveries: [delivery(), other] });
  test("the answer's last stretch belongs to the one whose receipt answers the sender, not to a copy's", () => {
    const back = both.steps.map((one) =>
      one.direction === "back" && one.station === "sender" ? { ...one, installationId: null } : one,
    );
    const shared = { ...both, steps: back };
    expect(lay(shared).lines.some(({ kind }) => kind === "back")).toBe(true);
    expect(layTimetable(shared, other, words).labels.some(({ text }) => text.startsWith("receipt"))).toBe(false);
  });
  test("have one time axis, so that they can be compared", () => {
    expect(layTimetable(both, other, words).axis).toEqual(lay(both).axis);
  });
});

test("a sender, who sees no installations, still sees where its letter stopped", () => {
  const of = overdueJourney();
  const seen = { ...of, deliveries: of.deliveries.map((one) => ({ ...one, installationId: null })), missing: [] };
  expect(said(seen)).toEqual(expect.arrayContaining(["last seen 05:12:07", "did not come"]));
});

describe("answers", () => {
  test("a temporary error and the later acceptance are two ways back", () => {
    const two = journey({
      steps: [
        ...journey().steps.slice(0, 6),
        answer("05:12:20", "recipient", "transient"),
        answer("05:12:22", "sender", "transient"),
        answer("05:20:00", "recipient", "ok", { attempt: 2 }),
        answer("05:20:04", "sender", "ok", { attempt: 2 }),
      ],
    });
    expect(
      lay(two)
        .lines.filter(({ kind }) => kind === "back")
        .map(({ tone }) => tone),
    ).toEqual(["transient", "ok"]);
  });
  test("steps of another recipient of the same letter are left out", () => {
    const shared = journey({ steps: [...journey().steps, step("05:12:30", "recipient", { installationId: 99 })] });
    expect(lay(shared).lines).toEqual(lay(journey()).lines);
  });
  test("a role that owes no receipt has no deadline", () => {
    const c = journey({ deliveries: [delivery({ state: "not_due", receiptRole: "C", notDueWhy: "role_c" })] });
    expect(lay(c).rules.some(({ tone }) => tone === "deadline")).toBe(false);
  });
  test("an access point has a row only where one was passed", () => {
    const passed = journey({ steps: [...journey().steps, step("05:12:04.500", "access_point")] });
    expect(lay(passed).rows.map(({ station }) => station)).toContain("access_point");
  });
});

test.each([
  [2_000, 600, false],
  [9_000, 2_000, true],
  [4_000, 500, false],
  [59_000, null, false],
  [61_000, null, true],
  [null, 500, false],
])("a leg of %s ms where %s ms is normal is slow: %s", (legMs, normalMs, slow) => {
  expect(isSlow({ legMs, normalMs })).toBe(slow);
});

test("labels that would touch go into lanes; others share one", () => {
  const label = (x: number) => ({
    x,
    text: "ten signs.",
    anchor: "start" as const,
    tone: "ink" as const,
    strong: false,
  });
  expect(laned([label(0), label(30), label(200)]).placed.map(({ lane }) => lane)).toEqual([0, 1, 0]);
});
