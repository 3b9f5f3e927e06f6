import { expect, test } from "vitest";
import { texts } from "./texts.ts";

test("texts outside React come in both languages, with their figures", () => {
  expect(texts("da")("states")("service.up.label")).toBe("I drift");
  expect(texts("en")("states")("service.up.label")).toBe("Operational");
});

test("a text that does not exist is an error, never its own name on a page", () => {
  expect(() => texts("da")("states")("service.sideways")).toThrow();
});
