import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createGrant, createPerson, createSource } from "../../prisma/factories/directory.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { counters } from "../health/counters.ts";
import { eventStream } from "../http/event-stream.ts";
import { takeCoverage } from "../ledger/coverage.ts";
import { addPayload, concerns, noChanges } from "./changes.ts";
import { Hub } from "./hub.ts";

useFreshDatabase();

let world: SmallWorld;
let hub: Hub;
const people = new Map<Viewer, number>();
const closing: (() => void)[] = [];

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  for (const viewer of Object.values(world.viewers)) {
    const person = await createPerson(ownerPool());
    const organisation = { id: viewer.organisationId, name: viewer.organisationName, code: null };
    await createGrant(ownerPool(), person, organisation, viewer.role);
    people.set(viewer, person.id);
  }
  hub = new Hub();
  return () => hub.close();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An open stream as a page has it: the names of the events that came, and when. */
async function listening(viewer: Viewer) {
  const abort = new AbortController();
  const request = new Request("http://localhost/api/v1/stream", { signal: abort.signal });
  const response = await eventStream(request, { ...viewer, personId: people.get(viewer) ?? 0 }, hub);
  const heard: { event: string; at: number }[] = [];
  let ended = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      for (const [, event = ""] of decoder.decode(chunk).matchAll(/event: (\w+)/g))
        heard.push({ event, at: Date.now() });
    }
    ended = true;
  })();
  closing.push(() => abort.abort());
  await vi.waitFor(() => expect(heard.at(-1)?.event).toBe("ping"));
  const onOpening = heard.splice(0).map((one) => one.event);
  const changed = () => heard.filter((one) => one.event === "changed").length;
  return { response, heard, onOpening, changed, abort, ended: () => ended, reading };
}

const notify = (payload: unknown) => ownerPool().query("SELECT pg_notify('ledger', $1)", [JSON.stringify(payload)]);
/** A source's claim to have reported everything of the last minute, taken as the worker takes it. */
async function heartbeat(sourceId: number): Promise<void> {
  const db = await ownerPool().connect();
  try {
    await db.query(
      "INSERT INTO ledger.coverage_claim (source_id, during, withdrawn) VALUES ($1, tstzrange(now() - interval '1 minute', now()), false)",
      [sourceId],
    );
    expect(await takeCoverage(db, new Date())).toBe(1);
  } finally {
    db.release();
  }
}
const quiet = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("an open page", () => {
  test("hears within a second of what is its own, and of nothing else", async () => {
    const [operator, vendor, otherVendor, south, region] = await Promise.all([
      listening(world.viewers.operator),
      listening(world.viewers.vendor),
      listening(world.viewers.otherVendor),
      listening(world.viewers.south),
      listening(world.viewers.northRegion),
    ]);
    const at = Date.now();
    await notify({ installations: [world.northCare.id], senders: [world.northHospital.id] });
    await vi.waitFor(() => expect([operator, vendor, region].map((page) => page.changed())).toEqual([1, 1, 1]), 1_000);
    expect((vendor.heard.at(-1)?.at ?? 0) - at).toBeLessThan(1_000);
    await quiet(100);
    expect([otherVendor, south].map((page) => page.changed())).toEqual([0, 0]);
  });

  test("is told at most twice in a second, and not once too little, however much happens", async () => {
    const page = await listening(world.viewers.vendor);
    const until = Date.now() + 2_000;
    let notified = 0;
    while (Date.now() < until) {
      await notify({ installations: [world.northCare.id], senders: [] });
      notified += 1;
      await quiet(5);
    }
    const last = Date.now();
    await vi.waitFor(() => expect(page.heard.at(-1)?.at).toBeGreaterThan(last - 10), 1_500);
    expect(notified).toBeGreaterThan(50);
    const told = page.heard.filter((one) => one.event === "changed").map((one) => one.at);
    expect(told.length).toBeLessThanOrEqual(6);
    expect(told.every((at, index) => index === 0 || at - (told[index - 1] ?? 0) > 500)).toBe(true);
  });

  test("ends when its rights end, having been told so and nothing more", async () => {
    const page = await listening(world.viewers.south);
    await ownerPool().query(`UPDATE "grant" SET valid_to = '2020-01-01' WHERE person_id = $1`, [
      people.get(world.viewers.south),
    ]);
    await notify({ installations: [world.southCare.id], senders: [] });
    await page.reading;
    expect(page.heard.map((one) => one.event)).toEqual(["closed"]);
    await ownerPool().query(`UPDATE "grant" SET valid_to = NULL WHERE person_id = $1`, [
      people.get(world.viewers.south),
    ]);
  });

  test("no longer hears of installations whose agreement has ended", async () => {
    const page = await listening(world.viewers.otherVendor);
    await ownerPool().query("UPDATE agreement SET valid_to = '2020-01-01' WHERE vendor_id = $1", [
      world.otherVendor.id,
    ]);
    await notify({ installations: [world.northHome.id], senders: [] });
    await quiet(900);
    expect(page.changed()).toBe(0);
    await ownerPool().query("UPDATE agreement SET valid_to = NULL WHERE vendor_id = $1", [world.otherVendor.id]);
  });

  test("hears at once of what changed between reading the page and listening", async () => {
    const first = await listening(world.viewers.vendor);
    await notify({ installations: [world.northCare.id], senders: [] });
    await vi.waitFor(() => expect(first.changed()).toBe(1), 1_000);
    expect((await listening(world.viewers.vendor)).onOpening).toEqual(["changed", "ping"]);
    expect((await listening(world.viewers.southRegion)).onOpening).toEqual(["ping"]);
  });

  test("ends with its request", async () => {
    const page = await listening(world.viewers.operator);
    page.abort.abort();
    await page.reading;
    expect(page.ended()).toBe(true);
  });

  test("goes on hearing after another reader left before its stream was open", async () => {
    const request = new Request("http://localhost/api/v1/stream");
    const listener = { ...world.viewers.operator, personId: people.get(world.viewers.operator) ?? 0 };
    const opened = vi.spyOn(hub, "open");
    const left = await eventStream(request, listener, hub);
    await left.body?.cancel();
    await Promise.all(opened.mock.results.map(({ value }) => value));
    opened.mockRestore();
    const before = counters().openStreams;
    const page = await listening(world.viewers.operator);
    expect(counters().openStreams).toBe(before + 1);
    await notify({ installations: [world.northCare.id], senders: [] });
    await vi.waitFor(() => expect(page.changed()).toBe(1), 1_500);
  });

  test("goes on hearing when another reader cannot be told", async () => {
    const listener = { ...world.viewers.operator, personId: people.get(world.viewers.operator) ?? 0 };
    const refuse = () => {
      throw new TypeError("Controller is already closed");
    };
    const before = counters().openStreams;
    await hub.open(listener, refuse, () => undefined);
    const page = await listening(world.viewers.operator);
    await notify({ installations: [world.northCare.id], senders: [] });
    await vi.waitFor(() => expect(page.changed()).toBeGreaterThan(0), 1_500);
    expect(counters().openStreams).toBe(before + 1);
  });

  test("is not compressed or kept on its way", async () => {
    const { response } = await listening(world.viewers.operator);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  });

  test("is told to look again once a lost connection to the database is back", async () => {
    const page = await listening(world.viewers.vendor);
    const listeners =
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'kvitteringsoverblik live' AND datname = current_database()";
    const before = (await ownerPool().query(listeners)).rows;
    expect(before).toHaveLength(1);
    await ownerPool().query("SELECT pg_terminate_backend($1)", [before[0].pid]);
    await vi.waitFor(() => expect(page.changed()).toBe(1), 3_000);
    const after = (await ownerPool().query(listeners)).rows;
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
    await quiet(700);
    await notify({ installations: [world.northCare.id], senders: [] });
    await vi.waitFor(() => expect(page.changed()).toBe(2), 1_000);
  });
});

test("50 idle pages cost at most one query a second, while others are told", async () => {
  const idle = await Promise.all(Array.from({ length: 50 }, () => listening(world.viewers.otherVendor)));
  const source = await createSource(ownerPool(), world.southHospital);
  const queries = vi.spyOn(ownerPool(), "query");
  const asked = () => queries.mock.calls.filter(([sql]) => !String(sql).includes("pg_notify")).length;
  for (let n = 0; n < 20; n++) {
    await notify({ installations: [world.southCare.id], senders: [world.southHospital.id] });
    await quiet(100);
  }
  // Sources say every minute how far they have come: that alone is no reason to ask for a page again.
  await heartbeat(source.id);
  await quiet(700);
  expect(idle.reduce((sum, page) => sum + page.changed(), 0)).toBe(0);
  expect(asked()).toBeLessThanOrEqual(2);
  // One of theirs: all are asked about in one question.
  await notify({ installations: [world.northHome.id], senders: [] });
  await vi.waitFor(() => expect(idle.every((page) => page.changed() === 1)).toBe(true), 1_500);
  expect(asked()).toBeLessThanOrEqual(3);
  queries.mockRestore();
});

describe("what a notification says", () => {
  const rights = { inForce: true, installations: [1, 2], senders: [9] };
  test("concerns whoever sees one of the installations or senders", () => {
    const changes = noChanges();
    addPayload(changes, '{"installations":[2],"senders":[5]}');
    expect(concerns(changes, rights)).toBe(true);
    expect(concerns(changes, { ...rights, installations: [3] })).toBe(false);
    expect(concerns(changes, { ...rights, installations: [3], senders: [5] })).toBe(true);
    expect(concerns(changes, { inForce: true, installations: null, senders: null })).toBe(true);
  });
  test("concerns everybody where it says all, or nothing we understand", () => {
    for (const payload of ['{"all":true}', "", '{"later":1}']) {
      const changes = noChanges();
      addPayload(changes, payload);
      expect(concerns(changes, { inForce: true, installations: [], senders: [] })).toBe(true);
    }
  });
});
