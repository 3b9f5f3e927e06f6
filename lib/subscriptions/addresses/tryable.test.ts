import { expect, test } from "vitest";
import type { Channel } from "../shapes.ts";
import { isTryable } from "./tryable.ts";

const AT = "2026-11-24T10:00:00Z";

test.each<[Channel, string | null, boolean, boolean]>([
  ["email", AT, true, true],
  ["email", AT, false, false],
  ["email", null, true, false],
  ["webhook", null, false, true],
  ["push", AT, false, true],
  ["sms", AT, true, false],
  ["atom", AT, true, false],
  ["calendar", AT, true, false],
])("%s, confirmed %s, mail set up %s: %s", (channel, confirmedAt, mail, tryable) => {
  expect(isTryable({ channel, confirmedAt, disabledAt: null }, mail)).toBe(tryable);
  expect(isTryable({ channel, confirmedAt, disabledAt: AT }, mail)).toBe(false);
});
