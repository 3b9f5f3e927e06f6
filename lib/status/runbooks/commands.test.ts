import { beforeAll, describe, expect, test } from "vitest";
import { createPerson } from "../../../prisma/factories/directory.ts";
import { createIncident, createService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import { readIncident } from "../incidents/queries.ts";
import { colleagueOf } from "../incidents/testing.ts";
import { beginRunbook, createRunbook, reviseRunbook, tickStep } from "./commands.ts";
import { listRunbooks, readRunbook } from "./queries.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T06:21:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const steps = [
  { da: "Ring til vagten hos Beskedfordeleren.", en: "Call the distributor's duty officer." },
  { da: "Se efter kø i postkasserne.", en: "Look for queues in the mailboxes." },
];
const written = { title: "Kø i Beskedfordeleren", titleEn: "Queue in the distributor", steps };
let world: SmallWorld;
let anna: Viewer;
let bo: Viewer;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const people = [await createPerson(ownerPool(), { name: "Anna" }), await createPerson(ownerPool(), { name: "Bo" })];
  [anna, bo] = people.map(({ id }) => colleagueOf(world.viewers.operator, id)) as [Viewer, Viewer];
});
let serial = 0;
const create = (unusual: object = {}) =>
  createRunbook(anna, { code: `bog-${++serial}`, causeClass: null, station: null, ...written, ...unusual }, NOW);
async function incident(station = "distributor") {
  const { id, number } = await createIncident([await createService({ station })]);
  return { id, runbooks: async () => (await readIncident(anna, number, NOW)).runbooks, number };
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string }) => error.code,
  );

describe("a runbook", () => {
  test("is written in versions, and every one is kept with who wrote it", async () => {
    const id = await create();
    expect(await reviseRunbook(bo, { runbookId: id, version: 1, ...written, title: "Kø" }, later(1))).toBe(2);
    const { version, title, versions } = await readRunbook(anna, id);
    expect([version, title.da]).toEqual([2, "Kø"]);
    expect(versions.map((one) => [one.version, one.title.da, one.by?.name])).toEqual([
      [2, "Kø", "Bo"],
      [1, "Kø i Beskedfordeleren", "Anna"],
    ]);
    expect((await listRunbooks(anna)).find((row) => row.id === id)).toMatchObject({ version: 2, uses: 0, steps });
  });

  test("two who revise one version do not overwrite each other, and a name is taken once", async () => {
    const id = await create({ code: "taget" });
    expect(await code(create({ code: "taget" }))).toBe("code_taken");
    const outcomes = await Promise.allSettled(
      [anna, bo].map((viewer) => reviseRunbook(viewer, { runbookId: id, version: 1, ...written }, NOW)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await code(reviseRunbook(anna, { runbookId: id, version: 1, ...written }, NOW))).toBe("changed_meanwhile");
    await expect(readRunbook(anna, 999_999)).rejects.toThrow(NotFoundError);
  });
});

describe("on an incident", () => {
  test("it keeps the version it was begun with, and is begun once", async () => {
    const [runbookId, { id, runbooks }] = [await create(), await incident()];
    const [use, again] = await Promise.all(
      [anna, bo].map((by) => beginRunbook(by, { incidentId: id, runbookId }, NOW)),
    );
    expect(again).toBe(use);
    await reviseRunbook(anna, { runbookId, version: 1, ...written, steps: steps.slice(0, 1) }, later(1));
    expect(await runbooks()).toMatchObject([
      { useId: use, version: 1, newest: 2, steps: [{ done: null }, { done: null }] },
    ]);
  });

  test("steps are ticked off with who and when, once, and the tick can be taken back", async () => {
    const [runbookId, { id, number, runbooks }] = [await create(), await incident()];
    const useId = await beginRunbook(anna, { incidentId: id, runbookId }, NOW);
    await tickStep(bo, { useId, step: 1, done: "on" }, later(2));
    await tickStep(anna, { useId, step: 1, done: "on" }, later(3));
    const [first] = await runbooks();
    expect(first?.steps.map(({ done }) => done && [done.name, done.at])).toEqual([
      null,
      ["Bo", later(2).toISOString()],
    ]);
    await tickStep(anna, { useId, step: 1, done: "off" }, later(4));
    expect((await runbooks())[0]?.steps.map(({ done }) => done)).toEqual([null, null]);
    expect(await code(tickStep(anna, { useId, step: 2, done: "on" }, NOW))).toBe("no_such_step");
    const actions = await prisma().auditEntry.findMany({
      where: { entity: `incident ${number}` },
      orderBy: { id: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual(
      ["runbook.tick", "runbook.tick", "runbook.untick"].map((one) => `status.${one}`),
    );
  });

  test("those that fit its cause and place are suggested, the closest first, until they are begun", async () => {
    const fits = await create({ station: "mailbox" });
    const closest = await create({ station: "mailbox", causeClass: "unknown" });
    const notHere = await create({ station: "agent" });
    const { id, number } = await incident("mailbox");
    const suggested = async () => (await readIncident(anna, number, NOW)).suggestedRunbooks.map((row) => row.id);
    expect((await suggested()).slice(0, 2)).toEqual([closest, fits]);
    expect(await suggested()).not.toContain(notHere);
    await beginRunbook(anna, { incidentId: id, runbookId: closest }, NOW);
    expect(await suggested()).not.toContain(closest);
  });

  test("only an operator writes and ticks; an auditor reads", async () => {
    const [runbookId, { id }] = [await create(), await incident()];
    const { auditor, vendor } = world.viewers;
    for (const viewer of [auditor, vendor]) {
      await expect(beginRunbook(viewer, { incidentId: id, runbookId }, NOW)).rejects.toThrow(ForbiddenError);
      await expect(reviseRunbook(viewer, { runbookId, version: 1, ...written }, NOW)).rejects.toThrow(ForbiddenError);
    }
    expect((await listRunbooks(auditor)).length).toBeGreaterThan(0);
    await expect(listRunbooks(vendor)).rejects.toThrow(ForbiddenError);
  });
});
