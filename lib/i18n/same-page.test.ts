import { expect, test } from "vitest";
import { samePage } from "./same-page.ts";

test("a switch of language leads back to the same page with its filter", () => {
  expect(samePage("http://here:3000/receipts?region=1081&group=type", "here:3000")).toBe(
    "/receipts?region=1081&group=type",
  );
});
test("another site, a broken header or none leads to the front page", () => {
  expect(samePage("http://elsewhere/receipts", "here:3000")).toBe("/");
  expect(samePage("not an address", "here:3000")).toBe("/");
  expect(samePage(null, "here:3000")).toBe("/");
  expect(samePage("http://here:3000//elsewhere.example/x", "here:3000")).toBe("/");
});
