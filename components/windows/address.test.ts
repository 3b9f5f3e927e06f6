import { expect, test } from "vitest";
import { planQuery } from "@/lib/status/windows/schema.ts";
import { planHref } from "./address.ts";

test("the planner's address holds all that was asked, and reads back as the same", () => {
  const query = planQuery.parse({
    ...{ services: ["advis", "beskedfordeler"], windowClass: "major", hours: "3", firstDay: "2026-12-02" },
    ...{ lastDay: "2026-12-10", from: "2026-12-02T16:00", to: "2026-12-03T08:00" },
  });
  const search = new URL(planHref(query), "http://here").searchParams;
  const fields = Object.fromEntries([...search.keys()].map((name) => [name, search.getAll(name)]));
  const single = Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, all.length > 1 ? all : all[0]]));
  expect(planQuery.parse(single)).toEqual(query);
});

test("a hand-written address falls back to what can be asked", () => {
  expect(planQuery.parse({ services: "<b>", hours: "many", firstDay: "soon", from: "2026-02-30T05:00" })).toEqual({
    ...{ services: [], windowClass: "other", hours: 1 },
  });
  expect(planQuery.parse({ hours: "1,5" }).hours).toBe(1.5);
  expect(planHref({})).toBe("/operate/windows/new");
});
