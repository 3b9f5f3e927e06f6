import { beforeEach, describe, expect, test } from "vitest";
import { createOrganisation } from "../../../prisma/factories/directory.ts";
import { createService } from "../../../prisma/factories/status.ts";
import { viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { parsed } from "../../http/parse.ts";
import { cancelWindow, moveWindow } from "./commands.ts";
import { readSeries } from "./queries.ts";
import { changedSeries, newSeries } from "./schema.ts";
import { announceSeries, changeSeries, materialiseSeries, planSeries } from "./series.ts";
import { wallOf } from "./wall.ts";

useFreshDatabase();

// A Thursday evening.
const NOW = new Date("2026-09-24T18:00:00Z");
const WEEK_MS = 7 * 86_400_000;
let operator: Viewer;
let service: { code: string };
beforeEach(async () => {
  operator = viewerOf(await createOrganisation(ownerPool(), "operator"), "operator");
  service = await createService();
});

const fields = (unusual: Record<string, unknown> = {}) => ({
  ...{ title: "Ugentligt vindue", titleEn: "Weekly window", windowClass: "minor", traffic: "queued" },
  ...{ services: [service.code], every: "week", weekday: 4, nth: null, fromTime: "05:00", toTime: "06:00" },
  ...{ onHoliday: "keep", validFrom: "2026-09-01", validTo: null },
  ...unusual,
});
const plan = (unusual: Record<string, unknown> = {}, now = NOW) =>
  planSeries(operator, parsed(newSeries, fields(unusual)), now);
const version = async (id: number) => (await prisma().windowSeries.findUniqueOrThrow({ where: { id } })).version;
const change = async (id: number, unusual: Record<string, unknown>, now = NOW) =>
  changeSeries(operator, parsed(changedSeries, { ...fields(unusual), id, version: await version(id) }), now);
const windows = (seriesId: number) =>
  prisma().serviceWindow.findMany({ where: { seriesId }, orderBy: { plannedFrom: "asc" } });
const walls = async (id: number, phase = "planned") =>
  (await windows(id)).filter((one) => one.phase === phase).map(({ plannedFrom }) => wallOf(plannedFrom));

test("a series has its windows 13 weeks ahead, at the same clock on the wall through the night the clocks change", async () => {
  const { id } = await plan();
  const made = await windows(id);
  expect(made).toHaveLength(13);
  expect(new Set(made.map(({ plannedFrom }) => wallOf(plannedFrom).slice(11)))).toEqual(new Set(["05:00"]));
  expect(made[0]?.plannedFrom).toEqual(new Date("2026-10-01T03:00:00Z"));
  expect(made.at(-1)?.plannedFrom).toEqual(new Date("2026-12-24T04:00:00Z"));
});

test("the job makes what is missing and nothing twice, also where two workers do it at once", async () => {
  const { id } = await plan();
  const later = new Date(NOW.getTime() + 2 * WEEK_MS);
  await Promise.all([materialiseSeries(later), materialiseSeries(later), materialiseSeries(later)]);
  const days = (await windows(id)).map(({ plannedFrom }) => wallOf(plannedFrom).slice(0, 10));
  expect(days).toHaveLength(15);
  expect(new Set(days).size).toBe(15);
});

test("a window that was moved or cancelled is not made again", async () => {
  const { id } = await plan();
  const [first, second] = await windows(id);
  await cancelWindow(operator, { uid: first?.uid ?? "", version: 1 }, NOW);
  await moveWindow(
    operator,
    { uid: second?.uid ?? "", version: 1, from: "2026-10-09T05:00", to: "2026-10-09T06:00" },
    NOW,
  );
  await materialiseSeries(NOW);
  const after = await walls(id);
  expect(after).toHaveLength(12);
  expect(after.slice(0, 2)).toEqual(["2026-10-09T05:00", "2026-10-15T05:00"]);
});

test("once announced, each window is, and those still to be made are as they are made", async () => {
  const { id } = await plan();
  await announceSeries(operator, { id, version: await version(id) }, NOW);
  expect((await windows(id)).every(({ announcedAt }) => announcedAt?.getTime() === NOW.getTime())).toBe(true);
  const later = new Date(NOW.getTime() + WEEK_MS);
  await materialiseSeries(later);
  const last = (await windows(id)).at(-1);
  expect(last?.announcedAt).toEqual(later);
  const history = await prisma().windowChange.findMany({ where: { windowId: last?.id ?? 0 } });
  // Every week one of the class: the rule of one a week is kept, and a quarter is more notice than any rule asks.
  expect(history).toMatchObject([{ kind: "announced", breaches: [], personId: null }]);
  await expect(announceSeries(operator, { id, version: await version(id) }, NOW)).rejects.toMatchObject({
    code: "wrong_phase",
  });
});

describe("a change of the series", () => {
  test("moves only windows to come that nobody touched, and calendars are told", async () => {
    const { id } = await plan();
    await announceSeries(operator, { id, version: await version(id) }, NOW);
    const [first, second] = await windows(id);
    await moveWindow(
      operator,
      { uid: first?.uid ?? "", version: 2, from: "2026-10-02T05:00", to: "2026-10-02T06:00" },
      NOW,
    );
    await cancelWindow(operator, { uid: second?.uid ?? "", version: 2 }, NOW);
    // Half way, so that the third is past.
    await change(id, { fromTime: "04:00", toTime: "05:30" }, new Date("2026-10-16T10:00:00Z"));
    const after = await windows(id);
    expect(after.slice(0, 4).map(({ plannedFrom, phase }) => [wallOf(plannedFrom), phase])).toEqual([
      ["2026-10-02T05:00", "planned"],
      ["2026-10-08T05:00", "cancelled"],
      ["2026-10-15T05:00", "planned"],
      ["2026-10-22T04:00", "planned"],
    ]);
    expect(after[3]).toMatchObject({ sequence: 1, uid: (await windows(id))[3]?.uid });
  });

  test("to another weekday cancels what was announced, makes the new, and may go back again", async () => {
    const { id } = await plan();
    await announceSeries(operator, { id, version: await version(id) }, NOW);
    await change(id, { weekday: 3 });
    expect((await walls(id, "cancelled")).length).toBe(13);
    expect((await walls(id)).every((wall) => new Date(`${wall}Z`).getUTCDay() === 3)).toBe(true);
    await change(id, { weekday: 4 });
    expect((await walls(id)).length).toBe(13);
  });

  test("that nobody was told of leaves nothing behind", async () => {
    const { id } = await plan();
    await change(id, { weekday: 3 });
    expect(await walls(id, "cancelled")).toEqual([]);
  });

  test("to an end keeps what lies before it", async () => {
    const { id } = await plan();
    await change(id, { validTo: "2026-10-15" });
    expect(await walls(id)).toEqual(["2026-10-01T05:00", "2026-10-08T05:00", "2026-10-15T05:00"]);
    await materialiseSeries(NOW);
    expect(await walls(id)).toHaveLength(3);
    expect(await windows(id)).toEqual(Array(3).fill(expect.objectContaining({ version: 1, sequence: 0 })));
  });

  test("by two operators at once: the second is told", async () => {
    const { id } = await plan();
    const seen = await version(id);
    const both = [4, 3].map((hour) =>
      changeSeries(operator, parsed(changedSeries, { ...fields({ fromTime: `0${hour}:00` }), id, version: seen }), NOW),
    );
    const refused = (await Promise.allSettled(both)).flatMap((one) =>
      one.status === "rejected" ? [one.reason.code] : [],
    );
    expect(refused).toEqual(["changed_meanwhile"]);
  });
});

test("what makes no series is refused at its field; every week has no number in the month", () => {
  expect(() => parsed(newSeries, fields({ every: "month" }))).toThrow("nth: missing");
  expect(() => parsed(newSeries, fields({ validTo: "2026-08-01" }))).toThrow("validTo: before_start");
  expect(parsed(newSeries, fields({ nth: "2" })).nth).toBeNull();
});

test("a series is read with its windows to come", async () => {
  const { id } = await plan();
  const series = await readSeries(operator, id, NOW);
  expect(series).toMatchObject({
    every: "week",
    services: [{ code: service.code }],
    next: { plannedFrom: "2026-10-01T03:00:00Z" },
  });
  expect(series.windows).toHaveLength(13);
});
