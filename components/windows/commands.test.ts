import { expect, test } from "vitest";
import type { WindowRow } from "@/lib/status/windows/shapes.ts";
import { commandsOf } from "./command-form.tsx";

const HELD = "2026-12-03T03:50:00Z";
const window = (unusual: Partial<WindowRow>): WindowRow => ({
  ...{ uid: "6f1d2d9e-0a52-4b07-9c5e-3f6f6f0f8a11", version: 1, title: { da: "Et vindue", en: "A window" } },
  ...{ windowClass: "minor", traffic: "queued", phase: "planned", note: null, services: [], seriesId: null },
  ...{ plannedFrom: "2026-12-03T04:00:00Z", plannedTo: "2026-12-03T05:00:00Z", actualFrom: null, actualTo: null },
  ...{ heldAt: null, announcedAt: "2026-11-20T09:00:00Z", expected: null, measured: null },
  ...{ deliveredIn: null, deliveredAfter: null, breaches: [], clashes: [] },
  ...unusual,
});

test.each<[string, Partial<WindowRow>, string[]]>([
  ["nobody was told: it can be announced", { announcedAt: null }, ["announce"]],
  ["announced: it begins by hand, or is held", {}, ["start", "hold"]],
  ["announced and held: it is let go", { heldAt: HELD }, ["start", "release"]],
  ["in progress: it ends by hand, or is held", { phase: "in_progress" }, ["end", "hold"]],
  ["in progress and held", { phase: "in_progress", heldAt: HELD }, ["end", "release"]],
  ["over", { phase: "ended" }, []],
  ["cancelled", { phase: "cancelled" }, []],
])("%s", (_, unusual, expected) => {
  expect(commandsOf(window(unusual))).toEqual(expected);
});
