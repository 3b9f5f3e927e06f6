import { expect, test } from "vitest";
import { numberOf } from "./number.ts";

test.each([
  ["20 12 34 56", "+4520123456"],
  ["+45 2012 3456", "+4520123456"],
  ["0045 20123456", "+4520123456"],
  ["+298 211234", "+298211234"],
  ["+299 221234", "+299221234"],
  ["+47 406 12 345", "+4740612345"],
  ["+46 70-123 45 67", "+46701234567"],
  ["+49 1512 3456789", "+4915123456789"],
])("%s is %s", (text, number) => {
  expect(numberOf(text)).toBe(number);
});

test.each([
  ["90 12 34 56", "costs whoever it is sent from"],
  ["80 12 34 56", "is toll-free and takes no text messages"],
  ["+46 8 123 456 78", "is a landline"],
  ["+44 7400 123456", "is of a country we send nothing to"],
  ["+1 202 555 0123", "is of a country we send nothing to"],
  ["1234", "is a short number"],
  ["112", "is the alarm"],
  ["20 12 34", "lacks digits"],
  ["ring til vagten", "is none"],
])("%s is refused: it %s", (text) => {
  expect(numberOf(text)).toBeNull();
});
