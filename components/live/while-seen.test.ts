import { expect, test, vi } from "vitest";
import { whileSeen } from "./while-seen.ts";

class Page extends EventTarget {
  hidden: boolean;
  constructor(hidden: boolean) {
    super();
    this.hidden = hidden;
  }
  turn(hidden: boolean) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

test("what a page does while it is seen stops behind another tab, and begins again", () => {
  const page = new Page(false);
  const stop = vi.fn();
  const begin = vi.fn((_late: boolean) => stop);
  const end = whileSeen(page, begin);
  expect(begin).toHaveBeenLastCalledWith(false);
  page.turn(true);
  expect(stop).toHaveBeenCalledTimes(1);
  page.turn(false);
  page.turn(false);
  expect(begin.mock.calls).toEqual([[false], [true]]);
  end();
  expect(stop).toHaveBeenCalledTimes(2);
  page.turn(true);
  page.turn(false);
  expect(begin).toHaveBeenCalledTimes(2);
});

test("a page that opens behind another tab waits until it is seen", () => {
  const page = new Page(true);
  const begin = vi.fn((_late: boolean) => () => {});
  whileSeen(page, begin);
  expect(begin).not.toHaveBeenCalled();
  page.turn(false);
  expect(begin.mock.calls).toEqual([[true]]);
});
