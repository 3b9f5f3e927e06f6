import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import ical, { type VEvent } from "node-ical";
import RssParser from "rss-parser";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ownerPool } from "@/lib/db/pool.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { provideSettings } from "@/lib/env.ts";
import { ConflictError } from "@/lib/errors.ts";
import { parsed } from "@/lib/http/parse.ts";
import { keepCurrent } from "@/lib/publication/current.ts";
import { calendar } from "@/lib/publication/feeds/calendar.ts";
import { atom, rss } from "@/lib/publication/feeds/feeds.ts";
import { readSnapshot } from "@/lib/publication/queries.ts";
import * as incidents from "@/lib/status/incidents/commands.ts";
import { readPreview } from "@/lib/status/incidents/queries.ts";
import * as incidentSchema from "@/lib/status/incidents/schema.ts";
import { colleagueOf, contentFor } from "@/lib/status/incidents/testing.ts";
import * as windows from "@/lib/status/windows/commands.ts";
import { newWindow } from "@/lib/status/windows/schema.ts";
import { createPerson } from "@/prisma/factories/directory.ts";
import { createService, type MadeService } from "@/prisma/factories/status.ts";
import { createSmallWorld } from "@/prisma/factories/world.ts";
import { publicSite } from "./answer.ts";
import { SITE } from "./site.ts";

useFreshDatabase();

const ORIGIN = "https://status.example.dk";
const T0 = Date.parse("2026-11-24T05:20:00Z");
const minute = (n: number) => new Date(T0 + n * 60_000);
let operator: Awaited<ReturnType<typeof createSmallWorld>>["viewers"]["operator"];
let service: MadeService;

beforeAll(async () => {
  const world = await createSmallWorld(ownerPool());
  operator = colleagueOf(world.viewers.operator, (await createPerson(ownerPool(), { name: "Anna" })).id);
  service = await createService({ name: "Beskedfordeler", station: "distributor" });
});

const published = async (now: Date, query = `service=${service.code}`) => ({
  ...{ snapshot: await readSnapshot(now), now: now.getTime(), stale: false, query: new URLSearchParams(query) },
  origin: ORIGIN,
});
const parser = new RssParser({ customFields: { item: ["updated", "id"] as string[] } });
/** What independent readers see of the service's feeds: newest first, by the end of the id. */
async function entries(now: Date) {
  const given = await published(now);
  const [ofAtom, ofRss] = await Promise.all([atom(given), rss(given)].map(({ body }) => parser.parseString(body)));
  const ids = ofAtom?.items.map((item) => String(item["id"]));
  expect(ofRss?.items.map(({ guid }) => guid)).toEqual(ids);
  return (ofAtom?.items ?? []).map((item) => ({
    ...{ id: String(item["id"]).split("/").slice(-2).join("/"), updated: String(item["updated"]) },
    ...{ title: item.title ?? "", text: item.contentSnippet ?? "" },
  }));
}
const event = async (now: Date): Promise<VEvent | undefined> =>
  Object.values(ical.sync.parseICS(calendar(await published(now)).body)).find((part) => part?.type === "VEVENT");

test("a window in readers' feeds and calendars, from its announcement to its end", async () => {
  const input = parsed(newWindow, {
    ...{ title: "Opdatering af databasen", titleEn: "Database update", windowClass: "minor", traffic: "queued" },
    ...{ services: [service.code], from: "2026-12-02T05:00", to: "2026-12-02T06:00" },
  });
  const { uid } = await windows.planWindow(operator, input, minute(0));
  const one = async () => ({
    uid,
    version: (await prisma().serviceWindow.findUniqueOrThrow({ where: { uid } })).version,
  });
  await windows.moveWindow(operator, { ...(await one()), from: "2026-12-03T05:00", to: "2026-12-03T06:00" }, minute(1));
  expect([await entries(minute(2)), await event(minute(2))]).toEqual([[], undefined]);

  await windows.announceWindow(operator, await one(), minute(3));
  const first = await event(minute(4));
  expect((await entries(minute(4))).map(({ id }) => id)).toEqual(["announced/1"]);
  expect(first?.start.toISOString()).toBe("2026-12-03T04:00:00.000Z");

  await windows.moveWindow(operator, { ...(await one()), from: "2026-12-04T05:00", to: "2026-12-04T06:00" }, minute(5));
  const moved = await event(minute(6));
  expect((await entries(minute(6))).map(({ id }) => id)).toEqual(["moved/1", "announced/1"]);
  expect(moved?.uid).toBe(first?.uid);
  expect(moved?.start.toISOString()).toBe("2026-12-04T04:00:00.000Z");
  expect(Number(moved?.sequence)).toBeGreaterThan(Number(first?.sequence));
  expect(Number(moved?.lastmodified)).toBeGreaterThan(Number(first?.lastmodified));

  await windows.changeEnd(operator, { ...(await one()), to: "2026-12-04T07:00" }, minute(7));
  const prolonged = await event(minute(8));
  expect(prolonged?.end?.toISOString()).toBe("2026-12-04T06:00:00.000Z");
  expect(Number(prolonged?.sequence)).toBeGreaterThan(Number(moved?.sequence));

  await windows.cancelWindow(operator, await one(), minute(9));
  const cancelled = await event(minute(10));
  expect(cancelled?.status).toBe("CANCELLED");
  expect(cancelled?.uid).toBe(first?.uid);
  expect(Number(cancelled?.sequence)).toBeGreaterThan(Number(prolonged?.sequence));
  expect((await entries(minute(10))).map(({ id }) => id)).toEqual([
    ...["cancelled/1", "prolonged/1", "moved/1", "announced/1"],
  ]);
});

test("whatever is done to a window, its calendar event stays one, and every change of it is a later revision", async () => {
  const steps = fc.array(fc.constantFrom("move", "prolong", "edit", "hold", "release", "start", "end", "cancel"), {
    ...{ minLength: 1, maxLength: 7 },
  });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const own = await createService();
      const input = {
        title: "Arbejde",
        titleEn: "Work",
        windowClass: "minor",
        traffic: "queued",
        services: [own.code],
      };
      const wall = (day: number, hour: number) => `2026-12-${String(day).padStart(2, "0")}T0${hour}:00`;
      const about = parsed(newWindow, { ...input, from: wall(1, 1), to: wall(1, 2) });
      const { uid } = await windows.planWindow(operator, about, minute(0));
      const one = async () => ({
        ...{ uid, version: (await prisma().serviceWindow.findUniqueOrThrow({ where: { uid } })).version },
      });
      const read = async (now: Date) => {
        const file = calendar(await published(now, `service=${own.code}`)).body;
        const [event, ...others] = Object.values(ical.sync.parseICS(file)).filter((part) => part?.type === "VEVENT");
        expect(others).toEqual([]);
        if (event?.type !== "VEVENT") throw new Error("No event");
        const said = [event.start.toISOString(), event.end?.toISOString(), event.status, event.summary];
        return { ...{ uid: event.uid, sequence: Number(event.sequence) }, changed: Number(event.lastmodified), said };
      };
      await windows.announceWindow(operator, await one(), minute(1));
      let before = await read(minute(2));
      for (const [n, step] of all.entries()) {
        const now = minute(3 + n);
        const at = await one();
        const { from: _, to: __, ...texts } = about;
        const doing = {
          move: () => windows.moveWindow(operator, { ...at, from: wall(2 + n, 1), to: wall(2 + n, 2) }, now),
          prolong: () => windows.changeEnd(operator, { ...at, to: wall(20 + n, 3) }, now),
          edit: () => windows.editWindow(operator, { ...texts, ...at, title: `Arbejde ${n}` }, now),
          hold: () => windows.holdWindow(operator, at, now),
          release: () => windows.releaseWindow(operator, at, now),
          start: () => windows.startWindow(operator, at, now),
          end: () => windows.endWindow(operator, at, now),
          cancel: () => windows.cancelWindow(operator, at, now),
        };
        await doing[step]().catch((error: unknown) => expect(error).toBeInstanceOf(ConflictError));
        const after = await read(now);
        expect(after.uid).toBe(before.uid);
        expect(after.changed).toBeGreaterThanOrEqual(before.changed);
        const differs = JSON.stringify(after.said) !== JSON.stringify(before.said);
        if (differs) expect(after.sequence).toBeGreaterThan(before.sequence);
        else expect(after.sequence).toBeGreaterThanOrEqual(before.sequence);
        before = after;
      }
    }),
    { numRuns: 12 },
  );
});

test("an incident in readers' feeds: published, updated, corrected, resolved", async () => {
  const raised = await incidents.raise(
    operator,
    parsed(incidentSchema.raise, {
      ...{ services: [service.id], trouble: "partial", severity: "major", startedAt: "2026-11-24T05:11:00.000Z" },
    }),
    minute(0),
  );
  const incidentId = raised.id;
  const version = async () => (await prisma().incident.findUniqueOrThrow({ where: { id: incidentId } })).version;
  const say = async (unusual: Parameters<typeof contentFor>[1], now: Date) => {
    const content = await contentFor(incidentId, unusual);
    await incidents.saveDraft(operator, { incidentId, version: await version(), content }, now);
    const { seal } = await readPreview(operator, { incidentId, writerId: operator.personId }, now);
    await incidents.publish(operator, { incidentId, seal }, now);
  };
  const updates = async (now: Date) => (await entries(now)).filter(({ id }) => id.startsWith("update/"));
  expect(await updates(minute(1))).toEqual([]);

  await say({ text: "Beskeder kommer for sent." }, minute(2));
  const [first] = await updates(minute(3));
  expect(first).toMatchObject({ id: "update/1", updated: minute(2).toISOString() });
  expect(first?.text).toContain("Beskeder kommer for sent.");

  await say({ text: "Køen falder.", phase: "monitoring" }, minute(10));
  expect(await updates(minute(11))).toMatchObject([{ id: "update/2" }, first]);

  const corrected = { nr: 1, text: "Fire kommuner er ramt.", textEn: "Four municipalities are hit." };
  const statedAt = minute(2).toISOString();
  await incidents.correctUpdate(operator, { incidentId, version: await version(), ...corrected, statedAt }, minute(20));
  const [newest, other] = await updates(minute(21));
  expect([newest?.id, newest?.updated]).toEqual(["update/1", minute(20).toISOString()]);
  expect(newest?.text).toContain("Fire kommuner er ramt.");
  expect(newest?.text).not.toContain("Beskeder kommer for sent.");
  expect([other?.id, other?.updated]).toEqual(["update/2", minute(10).toISOString()]);

  await say({ text: "Løst.", phase: "resolved" }, minute(30));
  expect((await updates(minute(31))).map(({ id }) => id)).toEqual(["update/3", "update/1", "update/2"]);
});

describe("over HTTP", () => {
  let publication: ReturnType<typeof keepCurrent>;
  let address: string;
  // One site for all requests: it is what keeps an answer whose figures move with the clock.
  const answered = publicSite(SITE);
  const server = createServer((request, response) => {
    if (!answered(request, response)) response.writeHead(404).end();
  });
  beforeAll(async () => {
    provideSettings({ DATA_DIR: mkdtempSync(join(tmpdir(), "publication-")) });
    publication = keepCurrent();
    await publication.first;
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await publication.stop();
  });

  const JSON_TYPE = "application/json; charset=utf-8";
  const ADDRESSES: [path: string, type: string][] = [
    ["/feeds/atom.xml", "application/atom+xml; charset=utf-8"],
    ["/feeds/rss.xml", "application/rss+xml; charset=utf-8"],
    ["/feeds/feed.json", "application/feed+json; charset=utf-8"],
    ["/calendar.ics", "text/calendar; charset=utf-8"],
    ["/badge.svg", "image/svg+xml; charset=utf-8"],
    ["/embed/banner", "text/html; charset=utf-8"],
    ["/embed/banner.json", JSON_TYPE],
    ["/embed/banner.js", "text/javascript; charset=utf-8"],
    ["/api/v1/services", JSON_TYPE],
    ["/api/v1/incidents", JSON_TYPE],
    ["/api/v1/windows", JSON_TYPE],
    ...["summary", "status", "components", "incidents", "incidents/unresolved"].map((name): [string, string] => [
      `/api/v2/${name}.json`,
      JSON_TYPE,
    ]),
    ...["", "/upcoming", "/active"].map((name): [string, string] => [
      `/api/v2/scheduled-maintenances${name}.json`,
      JSON_TYPE,
    ]),
  ];

  test.each(ADDRESSES)("%s is open to every page, sets no cookie, and is sent once", async (path, type) => {
    const headers = { cookie: "next-auth.session-token=somebody; locale=en", origin: "https://journal.example" };
    const answer = await fetch(`${address}${path}`, { headers });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    for (const name of ["set-cookie", "x-frame-options", "access-control-allow-credentials"])
      expect(answer.headers.get(name)).toBeNull();
    // What is published is read anew now and then, and is another answer from then on: until two in a row are of the same.
    await vi.waitFor(async () => {
      const first = await fetch(`${address}${path}`);
      const again = await fetch(`${address}${path}`, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
      expect(again.status).toBe(304);
      expect(await (await fetch(`${address}${path}`)).text()).toBe(await first.text());
    });
  });

  test.each(ADDRESSES.filter(([path]) => path !== "/embed/banner" && path !== "/embed/banner.js"))(
    "%s refuses what it does not know, by name",
    async (path) => {
      const answer = await fetch(`${address}${path}?kommune=0851`);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
      expect(await answer.json()).toMatchObject({ status: 400, field: "kommune", code: "unknown_field" });
    },
  );

  test.each(["", "locale=en"])(
    "what the front page offers to follow answers, also for a municipality (%s)",
    async (cookie) => {
      const [municipality] = (await readSnapshot(minute(0))).municipalities;
      const page = await (
        await fetch(`${address}/?municipality=${municipality?.code}`, { headers: { cookie } })
      ).text();
      const offered = [...page.matchAll(/href="(\/(?:feeds|calendar|badge|embed)[^"]*)"/g)].map(([, path = ""]) =>
        path.replaceAll("&amp;", "&"),
      );
      expect(offered.filter((path) => path.includes(`municipality=${municipality?.code}`))).toHaveLength(4);
      for (const path of offered) expect([path, (await fetch(`${address}${path}`)).status]).toEqual([path, 200]);
    },
  );

  test("links lead to where the reader came, and ids do not", async () => {
    const { items } = await (await fetch(`${address}/feeds/feed.json`)).json();
    for (const { id, url } of items) {
      expect(url.startsWith(`${address}/`)).toBe(true);
      expect(id).not.toContain("127.0.0.1");
    }
  });
});
