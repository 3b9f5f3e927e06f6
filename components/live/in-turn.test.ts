import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inTurn, LONGEST_ROUND_MS } from "./in-turn.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Rounds that take two seconds each, as on a server that has much to do. */
const slow = () => vi.fn(() => new Promise((done) => setTimeout(done, 2_000)));

test("a slow round is never cut off, however fast changes come; the last of them is looked at too", async () => {
  const round = slow();
  const changed = inTurn(round);
  for (let nth = 0; nth < 9; nth += 1) {
    changed();
    await vi.advanceTimersByTimeAsync(600);
  }
  expect(round).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(round).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(round).toHaveBeenCalledTimes(4);
  changed();
  expect(round).toHaveBeenCalledTimes(5);
});

test("one that fails, or never ends, keeps none after it from its turn", async () => {
  const round = vi.fn(() => Promise.reject(new Error("away")));
  const changed = inTurn(round);
  changed();
  changed();
  await vi.advanceTimersByTimeAsync(1);
  expect(round).toHaveBeenCalledTimes(2);
  const hanging = vi.fn(() => new Promise(() => {}));
  const asked = inTurn(hanging);
  asked();
  asked();
  await vi.advanceTimersByTimeAsync(LONGEST_ROUND_MS);
  expect(hanging).toHaveBeenCalledTimes(2);
});
