import { expect, test } from "vitest";
import da from "@/messages/da/desk.json" with { type: "json" };
import { revised } from "./revision-rules.ts";

test.each([
  ["title", { what: "title", nr: null, values: "text" }],
  ["startedAt", { what: "startedAt", nr: null, values: "time" }],
  ["severity", { what: "severity", nr: null, values: "severity" }],
  ["causeClass", { what: "causeClass", nr: null, values: "cause" }],
  ["services", { what: "services", nr: null, values: "services" }],
  ["update 2 textEn", { what: "textEn", nr: 2, values: "text" }],
  ["update 12 statedAt", { what: "statedAt", nr: 12, values: "time" }],
  ["followUp measures", { what: "measures", nr: null, values: "text" }],
  ["dismissed", { what: "dismissed", nr: null, values: "reason" }],
  ["merged", { what: "merged", nr: null, values: "incidents" }],
  ["mergedInto", { what: "mergedInto", nr: null, values: "text" }],
  ["split", { what: "split", nr: null, values: "text" }],
  ["withdrawnAt", { what: "withdrawnAt", nr: null, values: "time" }],
])("a correction of %s has its words", (field, read) => {
  expect(revised(field)).toEqual(read);
  expect(da.revisions.what).toHaveProperty(read.what);
});
