import fc from "fast-check";
import { expect, test } from "vitest";
import { retryAt, TRIED_FOR_MS } from "./retry.ts";

const S = 1_000;
const M = 60 * S;
const H = 60 * M;

test.each<[string, { attempts: number; since: number; afterMs?: number }, number, number, number | null]>([
  ["soon after the first", { attempts: 1, since: 0 }, 0, 1, 10 * S],
  ["as early as half of it", { attempts: 1, since: 0 }, 0, 0, 5 * S],
  ["three times as late after the second", { attempts: 2, since: 0 }, 0, 1, 30 * S],
  ["and so on", { attempts: 5, since: 0 }, 0, 1, 810 * S],
  ["at most two hours later", { attempts: 12, since: 0 }, 5 * H, 1, 7 * H],
  ["no sooner than the other end asked for", { attempts: 1, since: 0, afterMs: 20 * M }, 0, 1, 20 * M],
  ["for the last time a day after the first", { attempts: 15, since: 0 }, 23.5 * H, 1, 24 * H],
  ["then too where the other end asked for more", { attempts: 15, since: 0, afterMs: 6 * H }, 20 * H, 1, 24 * H],
  ["never once a day has passed", { attempts: 16, since: 0 }, 24 * H, 0, null],
  ["never long after it", { attempts: 1, since: 0 }, 40 * H, 0, null],
])("it is tried again %s", (_, tried, now, random, expected) => {
  expect(retryAt(tried, now, random)).toBe(expected);
});

/** Every attempt of a dispatch to an address that never answers, as long after the first as its random numbers have it. */
function attemptsOf(randoms: readonly number[], took: number): number[] {
  const at = [0];
  for (let nr = 1; ; nr += 1) {
    const now = (at.at(-1) ?? 0) + took;
    const next = retryAt({ attempts: nr, since: 0 }, now, randoms[nr % randoms.length] ?? 0);
    if (next === null) return at;
    at.push(next);
  }
}
const randoms = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
  minLength: 1,
  maxLength: 40,
});
const took = fc.integer({ min: 0, max: 15 * S });

test("whatever the chances, attempts go on for exactly a day, ever more seldom, and are few", () => {
  fc.assert(
    fc.property(randoms, took, (chances, ms) => {
      const at = attemptsOf(chances, ms);
      expect(at.at(-1)).toBe(TRIED_FOR_MS);
      expect(at.length).toBeGreaterThan(15);
      expect(at.length).toBeLessThan(40);
      const gaps = at.slice(1).map((one, nr) => one - (at[nr] ?? 0) - ms);
      for (const [nr, gap] of gaps.slice(0, -1).entries()) {
        const whole = Math.min(2 * H, 10 * S * 3 ** nr);
        expect(gap).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(gap).toBeLessThanOrEqual(whole);
      }
    }),
  );
});

test("two that failed together seldom come back together", () => {
  const spread = new Set(Array.from({ length: 100 }, (_, n) => retryAt({ attempts: 6, since: 0 }, 0, n / 100)));
  expect(spread.size).toBe(100);
});
