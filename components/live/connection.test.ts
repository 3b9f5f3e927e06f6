import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen } from "./connection.ts";
import { SILENCE_MS, waitBeforeTry } from "./phase.ts";
import { Peer } from "./testing.ts";

const heard = { changed: vi.fn(), alive: vi.fn(), cut: vi.fn(), ended: vi.fn() };
let peers: Peer[] = [];
const open = () => {
  const peer = new Peer();
  peers.push(peer);
  return peer;
};
const latest = () => peers.at(-1) as Peer;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  peers = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test("a change is heard once", () => {
  listen(open, heard);
  latest().say("open");
  latest().say("changed");
  expect(heard.changed).toHaveBeenCalledTimes(1);
});

test("after a lost connection everything is asked for again, since nobody knows what was missed", () => {
  listen(open, heard);
  latest().say("open");
  latest().say("error");
  expect(heard.cut).toHaveBeenCalledTimes(1);
  expect(heard.changed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(waitBeforeTry(1));
  expect(peers).toHaveLength(2);
  latest().say("open");
  expect(heard.changed).toHaveBeenCalledTimes(1);
});

test("silence is a cut connection, even if the browser says nothing", () => {
  listen(open, heard);
  latest().say("open");
  vi.advanceTimersByTime(SILENCE_MS - 1);
  latest().say("ping");
  vi.advanceTimersByTime(SILENCE_MS - 1);
  expect(heard.cut).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(heard.cut).toHaveBeenCalledTimes(1);
  expect(peers[0]?.closed).toBe(true);
});

test("tries come later and later, and never stop", () => {
  listen(open, heard);
  for (let failures = 1; failures <= 8; failures += 1) {
    latest().say("error");
    vi.advanceTimersByTime(waitBeforeTry(failures) - 1);
    expect(peers).toHaveLength(failures);
    vi.advanceTimersByTime(1);
    expect(peers).toHaveLength(failures + 1);
  }
  expect(waitBeforeTry(8)).toBe(30_000);
});

test("when the reader's rights end, no further try is made", () => {
  listen(open, heard);
  latest().say("open");
  latest().say("closed");
  vi.advanceTimersByTime(10 * SILENCE_MS);
  expect(heard.ended).toHaveBeenCalledTimes(1);
  expect(heard.cut).not.toHaveBeenCalled();
  expect(peers).toHaveLength(1);
});

test("a page that has been left listens no more", () => {
  const stop = listen(open, heard);
  latest().say("open");
  stop();
  vi.advanceTimersByTime(10 * SILENCE_MS);
  expect(peers[0]?.closed).toBe(true);
  expect(heard.cut).not.toHaveBeenCalled();
});
