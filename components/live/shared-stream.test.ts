import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sharedStream } from "./shared-stream.ts";
import { Peer } from "./testing.ts";

const SAID = ["open", "ping", "changed", "closed", "error"];
let peers: Peer[] = [];
let name = "";
const closing: (() => void)[] = [];

/** A tab that listens: what it heard, and how it is closed. */
function tab(of = name) {
  const heard: string[] = [];
  const source = sharedStream(of, () => {
    const peer = new Peer();
    peers.push(peer);
    return peer;
  });
  for (const said of SAID) source.addEventListener(said, () => heard.push(said));
  closing.push(() => source.close());
  return { heard, close: () => source.close() };
}
const opened = (count: number) => vi.waitFor(() => expect(peers).toHaveLength(count));
const moment = () => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(() => {
  peers = [];
  name = randomUUID();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.unstubAllGlobals();
});

test("eight tabs share one stream, and each hears what it says", async () => {
  const tabs = Array.from({ length: 8 }, () => tab());
  await opened(1);
  peers[0]?.say("open");
  peers[0]?.say("changed");
  await vi.waitFor(() => expect(tabs.map(({ heard }) => heard)).toEqual(tabs.map(() => ["open", "changed"])));
  expect(peers).toHaveLength(1);
});

test("when the tab that has it is closed, the next one opens its own", async () => {
  const [first, second, third] = [tab(), tab(), tab()];
  await opened(1);
  first.close();
  await opened(2);
  expect(peers[0]?.closed).toBe(true);
  peers[1]?.say("open");
  await vi.waitFor(() => expect([second.heard, third.heard]).toEqual([["open"], ["open"]]));
  expect(first.heard).toEqual([]);
});

test("a tab that comes later knows at once that the stream lives, and of what changed while it was read", async () => {
  tab();
  await opened(1);
  peers[0]?.say("open");
  const quiet = tab();
  await vi.waitFor(() => expect(quiet.heard).toEqual(["ping"]));
  peers[0]?.say("changed");
  await vi.waitFor(() => expect(quiet.heard).toEqual(["ping", "changed"]));
  const late = tab();
  await vi.waitFor(() => expect(late.heard).toEqual(["changed"]));
});

test("a stream that is lost is no sign of life to who comes later, and the others find out for themselves", async () => {
  const first = tab();
  const second = tab();
  await opened(1);
  peers[0]?.say("open");
  peers[0]?.say("error");
  const late = tab();
  await moment();
  expect([first.heard, second.heard, late.heard]).toEqual([["open", "error"], ["open"], []]);
  first.close();
  await opened(2);
  peers[1]?.say("error");
  expect(second.heard).toEqual(["open", "error"]);
});

test("that the reader's rights have ended is known to all", async () => {
  const tabs = [tab(), tab()];
  await opened(1);
  peers[0]?.say("closed");
  await vi.waitFor(() => expect(tabs.map(({ heard }) => heard)).toEqual([["closed"], ["closed"]]));
});

test("somebody else's tabs hear nothing of it", async () => {
  tab();
  const other = tab(randomUUID());
  await opened(2);
  peers[0]?.say("changed");
  await moment();
  expect(other.heard).toEqual([]);
});

test("a tab that left while it waited opens nothing", async () => {
  const first = tab();
  const second = tab();
  await opened(1);
  second.close();
  first.close();
  await moment();
  expect(peers).toHaveLength(1);
});

test("a browser without locks has a stream in each tab", async () => {
  vi.stubGlobal("navigator", {});
  const tabs = [tab(), tab()];
  expect(peers).toHaveLength(2);
  peers[1]?.say("changed");
  expect(tabs.map(({ heard }) => heard)).toEqual([[], ["changed"]]);
});
