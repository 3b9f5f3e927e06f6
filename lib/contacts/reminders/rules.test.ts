import fc from "fast-check";
import { expect, test } from "vitest";
import { type Step, stepNow } from "./rules.ts";

const DAY = 24 * 3_600_000;
const on = (...days: [Step, number][]) => days.map(([step, day]) => ({ step, at: day * DAY }));

test.each<[string, ReturnType<typeof on>, number, boolean, Step | null]>([
  ["nothing before a year is gone", [], -1, true, null],
  ["the first when a year is gone", [], 0, true, 1],
  ["the first also where nobody looked for a while", [], 60, true, 1],
  ["no second before 14 days", on([1, 0]), 13, true, null],
  ["the second after 14 days", on([1, 0]), 14, true, 2],
  ["no third before 30 days", on([1, 0], [2, 14]), 29, true, null],
  ["the third after 30 days", on([1, 0], [2, 14]), 30, true, 3],
  ["then to the lists' owners", on([1, 0], [2, 14], [3, 30]), 44, true, 4],
  ["and then no more", on([1, 0], [2, 14], [3, 30], [4, 44]), 100, true, null],
  ["until a year later", on([1, 0], [2, 14], [3, 30], [4, 44]), 44 + 365, true, 1],
  ["those of the year before do not count", on([1, -400], [2, -386]), 0, true, 1],
  ["to the lists' owners at once where nobody can be written to", [], 0, false, 4],
  ["to them also where the mailbox is gone meanwhile", on([1, 0]), 14, false, 4],
])("%s", (_, sent, day, reachable, step) => {
  expect(stepNow({ dueAt: 0, sent, reachable }, day * DAY)).toBe(step);
});

test("however seldom the job runs, each reminder comes once, in order, at least its days apart", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (gaps) => {
      const sent: { step: Step; at: number }[] = [];
      let day = 0;
      for (const gap of gaps) {
        day += gap;
        if (day > 300) break;
        const step = stepNow({ dueAt: 0, sent, reachable: true }, day * DAY);
        if (step !== null) sent.push({ step, at: day * DAY });
      }
      expect(sent.map(({ step }) => step)).toEqual(([1, 2, 3, 4] as const).slice(0, sent.length));
      const apart = sent.slice(1).map(({ at }, nr) => (at - (sent[nr]?.at ?? 0)) / DAY);
      for (const [nr, days] of apart.entries()) expect(days).toBeGreaterThanOrEqual([14, 16, 14][nr] ?? 0);
    }),
  );
});
