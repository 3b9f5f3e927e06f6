import { expect, test } from "vitest";
import { choicesFor, groupingsFor } from "./groupings.ts";

test("a region is never offered systems or vendors", () => {
  expect(groupingsFor("region", "sent")).toEqual(["state", "municipality", "type"]);
});
test("what a municipality sent is cut by who received it, not by the receivers' systems", () => {
  expect(groupingsFor("municipality", "sent")).not.toContain("system");
  expect(groupingsFor("municipality", "received")).toContain("system");
});
test("nobody filters what they sent by the systems and vendors of those who received it", () => {
  const some = [{ value: "1", label: "Fjordjournal" }];
  const choices = { regions: [], municipalities: some, systems: some, vendors: some, types: [] };
  expect(choicesFor("sent", choices)).toEqual({ ...choices, systems: [], vendors: [] });
  expect(choicesFor("received", choices)).toEqual(choices);
});
