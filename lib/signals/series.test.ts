import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOrganisation } from "../../prisma/factories/directory.ts";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createService } from "../../prisma/factories/status.ts";
import { viewerOf } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { parsed } from "../http/parse.ts";
import { cancelWindow } from "../status/windows/commands.ts";
import { tickWindows } from "../status/windows/job.ts";
import { readSeries } from "../status/windows/queries.ts";
import { changedSeries, newSeries } from "../status/windows/schema.ts";
import { announceSeries, changeSeries, materialiseSeries, planSeries } from "../status/windows/series.ts";
import type { Moment } from "../subscriptions/shapes.ts";

useFreshDatabase();

// A Thursday evening.
const NOW = new Date("2026-11-19T18:00:00Z");
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;
let operator: Viewer;
let service: { code: string };

const fields = (unusual: Record<string, unknown> = {}) => ({
  ...{ title: "Ugentligt vindue", titleEn: "Weekly window", windowClass: "minor", traffic: "queued" },
  ...{ services: [service.code], every: "week", weekday: 4, nth: null, fromTime: "05:00", toTime: "06:00" },
  ...{ onHoliday: "keep", validFrom: "2026-09-01", validTo: null },
  ...unusual,
});
const plan = (unusual: Record<string, unknown> = {}) => planSeries(operator, parsed(newSeries, fields(unusual)), NOW);
const version = async (id: number) => (await prisma().windowSeries.findUniqueOrThrow({ where: { id } })).version;
const change = async (id: number, unusual: Record<string, unknown>) =>
  changeSeries(operator, parsed(changedSeries, { ...fields(unusual), id, version: await version(id) }), NOW);
const windows = (seriesId: number) =>
  prisma().serviceWindow.findMany({ where: { seriesId }, orderBy: { plannedFrom: "asc" } });

beforeAll(async () => {
  operator = viewerOf(await createOrganisation(ownerPool(), "operator"), "operator");
  service = await createService();
});

describe("a series is told of as one", () => {
  const signals = () => prisma().signal.findMany({ orderBy: { id: "asc" }, include: { notices: true } });
  const heard = async () => (await signals()).map(({ thread, moment, notices }) => [thread, moment, notices.length]);
  const subscribed = async (moments: Moment[] = ["opened", "updated", "resolved"]) => {
    const organisation = await createOrganisation(ownerPool(), "vendor");
    const { id } = await createSubscription(organisation, [await createEndpoint(organisation)], {
      filter: { moments },
    });
    return id;
  };
  beforeEach(async () => {
    await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, service_window, window_series CASCADE`;
  });
  test("when it is announced, naming its dates", async () => {
    await subscribed();
    const { id } = await plan();
    await announceSeries(operator, { id, version: await version(id), shown: 1 }, NOW);
    expect(await heard()).toEqual([[`series:${id}`, "opened", 1]]);
    const [said] = await signals();
    // Days hang on to their months by a space that does not break.
    const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
    expect(plain(said?.text)).toMatch(/^Servicevinduer i en serie. Hver torsdag 05:00–06:00. Beskeder står i kø/);
    expect(plain(said?.text)).toContain(
      "De næste 13 datoer:\n- torsdag 26. nov. 05:00–06:00\n- torsdag 3. dec. 05:00–06:00\n",
    );
    expect(plain(said?.text)).toContain("Flere følger efter samme regel.");
    expect(plain(said?.textEn)).toContain("The next 13 dates:\n- Thursday 26 Nov 05:00–06:00\n");
    // Those that are made later are in the calendar, and told to nobody one by one.
    await materialiseSeries(new Date(NOW.getTime() + WEEK_MS));
    expect(await heard()).toHaveLength(1);
  });
  test("when its dates change, also to whoever only asked to hear of new ones", async () => {
    await subscribed(["opened"]);
    const { id } = await plan();
    await announceSeries(operator, { id, version: await version(id) }, NOW);
    await change(id, { fromTime: "04:00" });
    await change(id, { fromTime: "04:00", title: "Andet navn" });
    expect(await heard()).toEqual([
      [`series:${id}`, "opened", 1],
      [`series:${id}`, "updated", 1],
    ]);
    await change(id, { fromTime: "04:00", validTo: "2026-11-20" });
    const said = (await signals()).at(-1);
    expect([said?.moment, said?.text]).toEqual(["updated", "Serien er slut. Der kommer ikke flere."]);
  });
  test("and to exactly as many as was shown", async () => {
    const { id } = await plan();
    await subscribed();
    expect((await readSeries(operator, id, NOW)).told).toMatchObject({ total: 1, mustType: false });
    await expect(announceSeries(operator, { id, version: await version(id), shown: 0 }, NOW)).rejects.toMatchObject({
      code: "recipients_changed",
    });
    await announceSeries(operator, { id, version: await version(id), shown: 1 }, NOW);
    await subscribed(["updated"]);
    expect((await readSeries(operator, id, NOW)).told.total).toBe(2);
    const input = parsed(changedSeries, {
      ...fields({ fromTime: "04:00" }),
      id,
      version: await version(id),
      shown: "1",
    });
    await expect(changeSeries(operator, input, NOW)).rejects.toMatchObject({ code: "recipients_changed" });
    expect((await windows(id))[0]?.plannedFrom).toEqual(new Date("2026-11-26T04:00:00Z"));
    await changeSeries(operator, { ...input, shown: 2 }, NOW);
  });
  test("each window's beginning and end go to those who ask for them; that a date is off goes to all who heard of it", async () => {
    const [everything, openings] = [await subscribed(), await subscribed(["opened"])];
    const { id } = await plan();
    await announceSeries(operator, { id, version: await version(id) }, NOW);
    const [first, second] = await windows(id);
    await tickWindows(new Date("2026-11-26T04:00:30Z"));
    await tickWindows(new Date("2026-11-26T05:00:30Z"));
    await cancelWindow(operator, { uid: second?.uid ?? "", version: 2 }, new Date("2026-11-27T08:00:00Z"));
    const said = (await signals()).slice(1);
    expect(
      said.map(({ thread, moment, notices }) => [thread, moment, notices.map((one) => one.subscriptionId)]),
    ).toEqual([
      [`window:${first?.uid}`, "updated", [everything]],
      [`window:${first?.uid}`, "resolved", [everything]],
      [`window:${second?.uid}`, "resolved", [everything, openings]],
    ]);
  });
  test("whoever heard that it begins hears when the last of it is over", async () => {
    const openings = await subscribed(["opened"]);
    const { id } = await plan({ validTo: "2026-12-03" });
    await announceSeries(operator, { id, version: await version(id) }, NOW);
    const [first, last] = await windows(id);
    for (const window of [first, last]) {
      const [from, to] = [window?.plannedFrom.getTime() ?? 0, window?.plannedTo.getTime() ?? 0];
      await tickWindows(new Date(from + MINUTE_MS));
      await tickWindows(new Date(to + MINUTE_MS));
    }
    const said = (await signals()).flatMap(({ thread, moment, notices }) =>
      notices.map(({ subscriptionId }) => [thread, moment, subscriptionId]),
    );
    expect(said).toEqual([
      [`series:${id}`, "opened", openings],
      [`window:${last?.uid}`, "resolved", openings],
    ]);
  });
});
