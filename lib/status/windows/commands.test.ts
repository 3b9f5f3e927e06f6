import { describe, expect, test } from "vitest";
import { createOrganisation } from "../../../prisma/factories/directory.ts";
import { createService } from "../../../prisma/factories/status.ts";
import { viewerOf } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError, ForbiddenError, InvalidInputError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import {
  announceWindow,
  cancelWindow,
  changeEnd,
  editWindow,
  endWindow,
  holdWindow,
  moveWindow,
  planWindow,
  releaseWindow,
  startWindow,
} from "./commands.ts";
import { tickWindows } from "./job.ts";
import { readWindow, readWindows } from "./queries.ts";
import { editedWindow, newWindow } from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-26T03:00:00Z");
const at = (text: string) => new Date(text);
const wanted = (service: { code: string }, unusual: Record<string, unknown> = {}) =>
  parsed(newWindow, {
    ...{ title: "Opdatering af databasen", titleEn: "Database update", windowClass: "minor", traffic: "queued" },
    ...{ services: [service.code], from: "2026-12-03T05:00", to: "2026-12-03T06:00" },
    ...unusual,
  });

async function world() {
  const operator = viewerOf(await createOrganisation(ownerPool(), "operator"), "operator");
  const service = await createService();
  return { operator, service };
}
async function planned(unusual: Record<string, unknown> = {}) {
  const made = await world();
  const { uid } = await planWindow(made.operator, wanted(made.service, unusual), NOW);
  return { ...made, uid };
}
const stored = (uid: string) =>
  prisma().serviceWindow.findUniqueOrThrow({ where: { uid }, include: { changes: { orderBy: { id: "asc" } } } });
const versionOf = async (uid: string) => ({ uid, version: (await stored(uid)).version });
const announced = async (unusual: Record<string, unknown> = {}) => {
  const made = await planned(unusual);
  await announceWindow(made.operator, await versionOf(made.uid), NOW);
  return made;
};

test("a window is planned in Danish time, unannounced, and the audit log says so", async () => {
  const { uid, operator } = await planned();
  const window = await stored(uid);
  expect(window).toMatchObject({
    phase: "planned",
    announcedAt: null,
    sequence: 0,
    plannedFrom: at("2026-12-03T04:00:00Z"),
  });
  const audit = await prisma().auditEntry.findMany({ where: { entity: `window ${uid}` } });
  expect(audit).toMatchObject([{ action: "status.window.plan", organisationId: operator.organisationId }]);
});

describe("what cannot be planned is refused at its field", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["an end before the start", { to: "2026-12-03T04:00" }, "to before_start"],
    ["a time that is over", { from: "2026-11-20T05:00", to: "2026-11-20T06:00" }, "to past"],
    ["a service that is not there", { services: ["no-such"] }, "services unknown_service"],
    ["no service", { services: [] }, "services too_small"],
    ["a person number in a text", { note: "Se 010190-1234" }, "note person_number"],
    ["a day that is none", { from: "2026-02-30T05:00" }, "from no_time"],
  ])("%s", async (_, unusual, expected) => {
    const { operator, service } = await world();
    const attempt = (async () => planWindow(operator, wanted(service, unusual), NOW))();
    await expect(attempt).rejects.toSatisfy(
      (error: unknown) => error instanceof InvalidInputError && `${error.field} ${error.code}` === expected,
    );
  });
});

test("only an operator plans, and an auditor reads", async () => {
  const { service, operator, uid } = await planned();
  const auditor = { ...operator, role: "auditor" as const };
  await expect(planWindow(auditor, wanted(service), NOW)).rejects.toThrow(ForbiddenError);
  await expect(announceWindow(auditor, { uid, version: 1 }, NOW)).rejects.toThrow(ForbiddenError);
  expect(await readWindow(auditor, uid, NOW)).toMatchObject({ uid });
  expect(() => readWindows({ ...operator, role: "vendor" }, NOW)).toThrow(ForbiddenError);
});

test("its calendar keeps one uid, and its sequence rises with every change after it was announced", async () => {
  const { uid, operator, service } = await planned();
  await moveWindow(operator, { ...(await versionOf(uid)), from: "2026-12-04T05:00", to: "2026-12-04T06:00" }, NOW);
  expect(await stored(uid)).toMatchObject({ sequence: 0, changes: [] });
  await announceWindow(operator, await versionOf(uid), NOW);
  await moveWindow(operator, { ...(await versionOf(uid)), from: "2026-12-10T05:00", to: "2026-12-10T06:00" }, NOW);
  await changeEnd(operator, { ...(await versionOf(uid)), to: "2026-12-10T07:30" }, NOW);
  await changeEnd(operator, { ...(await versionOf(uid)), to: "2026-12-10T07:00" }, NOW);
  const { title: _, ...same } = wanted(service, {});
  const { from: _f, to: _t, ...about } = same;
  await editWindow(operator, parsed(editedWindow, { ...about, ...(await versionOf(uid)), title: "Ny database" }), NOW);
  await cancelWindow(operator, await versionOf(uid), NOW);
  const window = await stored(uid);
  expect(window).toMatchObject({ uid, phase: "cancelled", sequence: 5, title: "Ny database" });
  expect(window.changes.map(({ kind, sequence }) => [kind, sequence])).toEqual([
    ["announced", 0],
    ["moved", 1],
    ["prolonged", 2],
    ["shortened", 3],
    ["cancelled", 5],
  ]);
});

test("what it breaks is counted from when it was announced, and again from when it was moved", async () => {
  const { uid, operator } = await announced();
  // Announced 7 days and an hour before; moved the day before.
  await moveWindow(
    operator,
    { ...(await versionOf(uid)), from: "2026-12-04T05:00", to: "2026-12-04T06:00" },
    at("2026-12-02T12:00:00Z"),
  );
  await changeEnd(operator, { ...(await versionOf(uid)), to: "2026-12-04T06:30" }, at("2026-12-02T13:00:00Z"));
  const { changes } = await stored(uid);
  expect(changes.map(({ breaches }) => breaches)).toEqual([
    [],
    ["short_notice"],
    ["outside_hours", "too_long", "short_notice"],
  ]);
  expect(await readWindow(operator, uid, at("2026-12-02T14:00:00Z"))).toMatchObject({
    breaches: ["outside_hours", "too_long", "short_notice"],
    history: [{ kind: "announced", automatic: false }, { kind: "moved" }, { kind: "prolonged" }],
  });
});

test("two operators at once: one change holds, the other is told that somebody changed it meanwhile", async () => {
  const { uid, operator } = await announced();
  const seen = await versionOf(uid);
  const results = await Promise.allSettled([
    moveWindow(operator, { ...seen, from: "2026-12-10T05:00", to: "2026-12-10T06:00" }, NOW),
    cancelWindow(operator, seen, NOW),
    changeEnd(operator, { ...seen, to: "2026-12-03T07:00" }, NOW),
  ]);
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refused.map(({ code }) => code)).toEqual(["changed_meanwhile", "changed_meanwhile"]);
  expect((await stored(uid)).changes).toHaveLength(2);
});

test("what is past cannot be done: no command changes a cancelled window", async () => {
  const { uid, operator } = await announced();
  await cancelWindow(operator, await versionOf(uid), NOW);
  const seen = await versionOf(uid);
  for (const command of [announceWindow, cancelWindow, holdWindow, releaseWindow, startWindow, endWindow]) {
    await expect(command(operator, seen, NOW)).rejects.toSatisfy(
      (error: unknown) => error instanceof ConflictError && error.code === "wrong_phase",
    );
  }
});

describe("the clock", () => {
  test("begins and ends an announced window at its minute, once, also where two workers look at once", async () => {
    const { uid } = await announced();
    await tickWindows(at("2026-12-03T03:59:59Z"));
    expect(await stored(uid)).toMatchObject({ phase: "planned" });
    const started = await Promise.all([1, 2, 3].map(() => tickWindows(at("2026-12-03T04:00:02Z"))));
    expect(started.reduce((sum, { started }) => sum + started, 0)).toBe(1);
    expect(await stored(uid)).toMatchObject({ phase: "in_progress", actualFrom: at("2026-12-03T04:00:00Z") });
    await Promise.all([1, 2, 3].map(() => tickWindows(at("2026-12-03T05:00:04Z"))));
    const window = await stored(uid);
    expect(window).toMatchObject({ phase: "ended", actualTo: at("2026-12-03T05:00:00Z"), sequence: 0 });
    expect(window.changes.map(({ kind, personId }) => [kind, personId])).toEqual([
      ["announced", 1],
      ["started", null],
      ["ended", null],
    ]);
  });

  test("leaves alone what nobody announced", async () => {
    const { uid } = await planned();
    await tickWindows(at("2026-12-03T04:30:00Z"));
    expect(await stored(uid)).toMatchObject({ phase: "planned", actualFrom: null });
  });

  test("leaves alone what a person holds; let go, it begins and ends from then", async () => {
    const { uid, operator } = await announced();
    await holdWindow(operator, await versionOf(uid), at("2026-12-03T03:50:00Z"));
    await tickWindows(at("2026-12-03T04:10:00Z"));
    expect(await stored(uid)).toMatchObject({ phase: "planned" });
    await releaseWindow(operator, await versionOf(uid), at("2026-12-03T04:20:00Z"));
    await tickWindows(at("2026-12-03T04:20:03Z"));
    expect(await stored(uid)).toMatchObject({ phase: "in_progress", actualFrom: at("2026-12-03T04:20:00Z") });
    await holdWindow(operator, await versionOf(uid), at("2026-12-03T04:50:00Z"));
    await tickWindows(at("2026-12-03T05:10:00Z"));
    expect(await stored(uid)).toMatchObject({ phase: "in_progress" });
    await releaseWindow(operator, await versionOf(uid), at("2026-12-03T05:15:00Z"));
    await tickWindows(at("2026-12-03T05:15:02Z"));
    expect(await stored(uid)).toMatchObject({ phase: "ended", actualTo: at("2026-12-03T05:15:00Z") });
  });

  test("a worker that comes late: it began and ended when it was planned to", async () => {
    const { uid } = await announced();
    await tickWindows(at("2026-12-03T09:00:00Z"));
    expect(await stored(uid)).toMatchObject({
      ...{ phase: "ended", actualFrom: at("2026-12-03T04:00:00Z"), actualTo: at("2026-12-03T05:00:00Z") },
    });
  });

  test.each([
    ["the night with 23 hours", "2026-03-29T01:00", "2026-03-29T04:00", "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"],
    ["the night with 25 hours", "2026-10-25T01:00", "2026-10-25T04:00", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"],
  ])("%s: begins and ends when the wall says so", async (_, from, to, begins, ends) => {
    const { operator, service } = await world();
    const earlier = at("2026-01-02T10:00:00Z");
    const { uid } = await planWindow(operator, wanted(service, { from, to }), earlier);
    await announceWindow(operator, await versionOf(uid), earlier);
    await tickWindows(at(begins));
    expect(await stored(uid)).toMatchObject({ phase: "in_progress" });
    await tickWindows(new Date(Date.parse(ends) - 1));
    expect(await stored(uid)).toMatchObject({ phase: "in_progress" });
    await tickWindows(at(ends));
    expect(await stored(uid)).toMatchObject({ phase: "ended", actualFrom: at(begins), actualTo: at(ends) });
  });

  test("by hand a window begins before its time and ends after it, and calendars are told", async () => {
    const { uid, operator } = await announced();
    await startWindow(operator, await versionOf(uid), at("2026-12-03T03:40:00Z"));
    await endWindow(operator, await versionOf(uid), at("2026-12-03T04:40:00Z"));
    expect(await stored(uid)).toMatchObject({ phase: "ended", sequence: 2, actualFrom: at("2026-12-03T03:40:00Z") });
  });
});

test("the list holds what is in progress, planned soonest first, and past; clashes are named, not refused", async () => {
  const { uid, operator, service } = await announced();
  const { uid: other } = await planWindow(
    operator,
    wanted(service, { from: "2026-12-03T05:30", to: "2026-12-03T09:00" }),
    NOW,
  );
  const { uid: later } = await planWindow(
    operator,
    wanted(service, { from: "2026-12-24T05:00", to: "2026-12-24T06:00" }),
    NOW,
  );
  const page = await readWindows(operator, NOW);
  const mine = page.planned.filter((row) => [uid, other, later].includes(row.uid));
  expect(mine.map((row) => row.uid)).toEqual([uid, other, later]);
  expect(mine[0]?.clashes.map((clash) => clash.uid)).toContain(other);
  expect(mine[2]?.clashes).toEqual([]);
  expect(mine[0]?.breaches).toEqual(["too_often"]);
});
