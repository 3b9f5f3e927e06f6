import fc from "fast-check";
import { expect, test } from "vitest";
import { fitted, partsOf, plain } from "./sms-text.ts";

const LINK = "https://overblik.example/incidents/2026-118";

test.each([
  ["Rød grød på åen, ÆØÅ æøå", "Rød grød på åen, ÆØÅ æøå"],
  ["“Vi undersøger” – nu…", '"Vi undersøger" - nu...'],
  ["Łódź, naïve, ê", "?odz, naive, e"],
  ["to\n linjer \u{1f642}", "to linjer ?"],
])("%j is written as %j", (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test.each([
  ["a".repeat(160), 1],
  ["å".repeat(161), 2],
  ["€".repeat(81), 2],
])("%s", (text, parts) => {
  expect(partsOf(text)).toBe(parts);
});

test("whatever is said, the link stands whole and last, and never more than two parts are paid for", () => {
  const words = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 30 }).map((all) => all.join(" "));
  fc.assert(
    fc.property(words, (said) => {
      const text = fitted(said, LINK);
      expect(text.endsWith(LINK)).toBe(true);
      expect(partsOf(text)).toBe(1);
      expect(plain(text)).toBe(text);
      const confirmed = fitted(
        said,
        `${LINK} Set og håndteret: https://overblik.example/notices/c.1.2.${"x".repeat(43)}`,
      );
      expect(partsOf(confirmed)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 60 },
  );
});
