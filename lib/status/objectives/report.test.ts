import { describe, expect, test } from "vitest";
import { aChain, anIncident, aSnapshot, aStation, aWindow, PROMISE } from "../../publication/fixtures.ts";
import type { PublicFigure } from "../../publication/snapshot.ts";
import { danishInstant, danishMidnight } from "../../time/danish.ts";
import { monthReport } from "./report.ts";

const HOUR = 3_600_000;
const iso = (text: string) => new Date(danishInstant(text.slice(0, 10), text.slice(11))).toISOString();
const AFTER = Date.parse(iso("2026-11-05 12:00"));
const frozen = (unusual: Partial<PublicFigure> = {}): PublicFigure => ({
  ...{ service: "vans", month: "2026-10", band: "working", frozenAt: iso("2026-11-01 04:15"), target: 0.998 },
  ...{ totalMs: 264 * HOUR, measuredMs: 264 * HOUR, downMs: 2 * HOUR, windowMs: HOUR, downOutsideMs: HOUR },
  ...unusual,
});
// Away for an hour on Monday the 5th, and for a window of two, an hour of it in working hours.
const snapshot = aSnapshot({
  services: [
    aChain("hn", [{ service: "vans", whole: true }], { objectives: [PROMISE] }),
    aStation("vans", { seen: [[0, danishMidnight("2027-01-01")]], objectives: [PROMISE] }),
    aStation("agent"),
  ],
  incidents: [
    anIncident(["vans"], iso("2026-11-02 08:00"), null, { number: "2026-9" }),
    anIncident(["vans"], iso("2026-10-05 08:00"), iso("2026-10-05 09:00"), { number: "2026-8" }),
    anIncident(["agent"], iso("2026-09-30 23:00"), iso("2026-10-01 01:00"), { number: "2026-7" }),
    anIncident(["agent"], iso("2026-09-01 23:00"), iso("2026-09-30 23:59"), { number: "2026-6" }),
  ],
  windows: [
    aWindow(["vans"], iso("2026-10-08 05:00"), iso("2026-10-08 07:00"), { uid: "held" }),
    aWindow(["vans"], iso("2026-10-20 05:00"), iso("2026-10-20 06:00"), { uid: "off", phase: "cancelled" }),
    aWindow(["vans"], iso("2026-11-08 05:00"), iso("2026-11-08 06:00"), { uid: "next", phase: "planned" }),
  ],
  figures: [frozen()],
});

describe("the report of October", () => {
  const report = monthReport(snapshot, "2026-10", AFTER);
  test("has the services with a promise, and the incidents and windows that lay in the month", () => {
    expect(report.services.map(({ service }) => service.code)).toEqual(["hn", "vans"]);
    expect(report.incidents.map(({ number }) => number)).toEqual(["2026-7", "2026-8"]);
    expect(report.windows.map(({ uid }) => uid)).toEqual(["held", "off"]);
    expect([report.running, report.until === report.to]).toEqual([false, true]);
  });
  test("lists every interval that counts, and they add up to the figures", () => {
    for (const { bands, counted } of report.services)
      for (const { measured } of bands) {
        const mine = counted.filter(({ band }) => band === measured.band);
        const sum = (all: typeof mine) => all.reduce((total, { countsMs }) => total + countsMs, 0);
        expect(sum(mine)).toBe(measured.downMs);
        expect(sum(mine.filter(({ announced }) => !announced))).toBe(measured.downOutsideMs);
      }
    const [working] = report.services[1]?.bands ?? [];
    expect([working?.measured.downMs, working?.measured.downOutsideMs]).toEqual([2 * HOUR, HOUR]);
  });
  test("shows the frozen figure as it was, which late facts leave alone", () => {
    const [working, other] = report.services[1]?.bands ?? [];
    expect(working?.frozen).toMatchObject({ frozenAt: iso("2026-11-01 04:15"), withoutWindows: 1 - 1 / 263 });
    expect([working?.restated, other?.frozen, other?.restated]).toEqual([false, null, false]);
    const late = {
      ...snapshot,
      incidents: [
        ...snapshot.incidents,
        anIncident(["vans"], iso("2026-10-06 08:00"), iso("2026-10-06 08:30"), { number: "2026-10" }),
      ],
    };
    const [restated] = monthReport(late, "2026-10", AFTER).services[1]?.bands ?? [];
    expect(restated?.restated).toBe(true);
    expect(restated?.frozen).toEqual(working?.frozen);
    expect(restated?.measured.downOutsideMs).toBe(1.5 * HOUR);
  });
});

test("a month that runs is told up to now", () => {
  const report = monthReport(snapshot, "2026-11", AFTER);
  expect([report.running, report.until]).toEqual([true, AFTER]);
  const [working] = report.services[1]?.bands ?? [];
  // From Monday the 2nd at 8 to Thursday the 5th at noon.
  expect((working?.burn.usedMs ?? 0) / HOUR).toBe(10 + 12 + 12 + 6);
  expect(working?.frozen).toBeNull();
});

test("a month that has not begun has nothing to tell", () => {
  const report = monthReport(snapshot, "2026-12", AFTER);
  expect([report.services, report.incidents.map(({ number }) => number)]).toEqual([[], ["2026-9"]]);
});
