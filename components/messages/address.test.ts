import { expect, test } from "vitest";
import { dayHref, pageHref } from "./address.ts";

test("the next page keeps the filter and adds where the last one ended", () => {
  expect(pageHref({ state: "overdue" }, "1.2.a.3")).toBe("/messages?state=overdue&cursor=1.2.a.3");
  expect(pageHref({}, "1.2.a.3")).toBe("/messages?cursor=1.2.a.3");
});

test("the first page has no cursor", () => {
  expect(pageHref({ state: "overdue" }, null)).toBe("/messages?state=overdue");
});

test("a jump to a day takes the day in the period's place, and nothing else", () => {
  expect(dayHref({ state: "lost", period: "7d" }, "2026-11-02")).toBe(
    "/messages?state=lost&from=2026-11-02&to=2026-11-02",
  );
});
