import { expect, test } from "vitest";
import { groupingsFor } from "./groupings.ts";

test("a region is never offered systems or vendors", () => {
  expect(groupingsFor("region", "sent")).toEqual(["state", "municipality", "type"]);
});
test("what a municipality sent is cut by who received it, not by the receivers' systems", () => {
  expect(groupingsFor("municipality", "sent")).not.toContain("system");
  expect(groupingsFor("municipality", "received")).toContain("system");
});
