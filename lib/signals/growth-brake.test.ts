import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { ForbiddenError } from "../errors.ts";
import { parsed } from "../http/parse.ts";
import { claim } from "../notices/dispatch/claim.ts";
import { escalate } from "../notices/escalate.ts";
import { decideBrake, holdNotices, setBrake, setBrakeMinutes } from "../notices/sending/commands.ts";
import { readBraked, readBrakeMinutes, readSending } from "../notices/sending/queries.ts";
import * as schema from "../notices/sending/schema.ts";
import { threadOf } from "../notices/thread.ts";
import type { StatusTx } from "../status/change.ts";
import { correctIncident } from "../status/incidents/commands.ts";
import * as incident from "../status/incidents/schema.ts";
import { type Desk, fails, later, NOW, twoAtTheDesk } from "../status/incidents/testing.ts";
import { watchGrowth } from "./growth.ts";
import { tellOfUpdate } from "./incident.ts";

useFreshDatabase();

let desk: Desk;
beforeAll(async () => {
  desk = await twoAtTheDesk();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident, brake, audit_entry, meta CASCADE`;
  await setBrake(desk.anna, { brake: 3 }, NOW);
});

/** Those who want to hear of what is critical, at so many addresses each. */
async function severe(count: number, calm: object = {}) {
  const endpoints = await Promise.all(Array.from({ length: count }, () => createEndpoint(desk.world.north)));
  return createSubscription(desk.world.north, endpoints, { filter: { minSeverity: "critical" }, calm });
}
async function opened() {
  const { id, number } = await desk.raised({ severity: "minor" });
  await desk.said(id);
  return { id, number, thread: threadOf("incident", number) };
}
/** Known to be graver, without anybody having said so to those it then concerns. */
const worsen = (id: number) => prisma().incident.update({ where: { id }, data: { severity: "critical" } });
const grow = async (id: number, minute: number) => {
  await worsen(id);
  return watchGrowth(later(minute));
};
async function claimed(minute: number): Promise<number> {
  const worker = await ownerPool().connect();
  try {
    return (await claim(worker, 1, "email", 1_000, later(minute))).length;
  } finally {
    worker.release();
  }
}
const onDesk = async (minute: number) => readBraked(desk.anna, null, later(minute));
const decided = async (decision: "go" | "give_up", minute: number, viewer = desk.anna) => {
  const [one] = await onDesk(minute);
  await decideBrake(viewer, { brakeId: one?.id ?? 0, decision }, later(minute));
};

describe("what grows past the brake by itself", () => {
  test("waits for the desk with its exact number, and goes when its time is up", async () => {
    const { id, thread } = await opened();
    await severe(4);
    expect(await grow(id, 2)).toEqual({ changed: 1, notices: 1 });
    expect(await claimed(3)).toBe(0);
    expect(await onDesk(3)).toMatchObject([
      {
        ...{ thread, kind: "incident", at: later(2).toISOString(), until: later(12).toISOString() },
        told: {
          ...{ total: 4, channels: [{ channel: "email", count: 4 }] },
          organisations: [{ id: desk.world.north.id }],
        },
      },
    ]);
    expect(await readSending(desk.anna, thread)).toMatchObject({ waiting: 4, held: 0 });
    expect(await claimed(11)).toBe(0);
    expect(await claimed(12)).toBe(4);
    expect(await onDesk(12)).toEqual([]);
  });
  test("goes at once when somebody lets it go, once, and it is on record who did", async () => {
    const { id, number } = await opened();
    await severe(4);
    await grow(id, 2);
    const [one] = await onDesk(3);
    await decided("go", 3);
    expect(await fails(decideBrake(desk.bo, { brakeId: one?.id ?? 0, decision: "give_up" }, later(4)))).toBe(
      "already_gone",
    );
    expect([await claimed(3), await onDesk(3)]).toEqual([4, []]);
    const entry = await prisma().auditEntry.findFirst({ where: { action: "status.notices.release" } });
    expect(entry).toMatchObject({
      personId: desk.anna.personId,
      entity: `incident ${number}`,
      detail: { addresses: 4 },
    });
  });
  test("given up is never sent, and they hear of what is said later, as their opening, and get the end", async () => {
    const { id, thread } = await opened();
    const { id: subscriptionId } = await severe(4, { confirmMinutes: 5 });
    await grow(id, 2);
    await decided("give_up", 3);
    expect([await claimed(30), await escalate(later(30))]).toEqual([0, 0]);
    expect(await readSending(desk.anna, thread)).toMatchObject({ waiting: 0, cancelled: 4 });
    expect(await watchGrowth(later(31))).toEqual({ changed: 0, notices: 0 });
    await setBrake(desk.anna, { brake: 100 }, NOW);
    await desk.said(id, { severity: "critical" }, later(40));
    await desk.said(id, { severity: "critical", phase: "resolved" }, later(50));
    const told = await prisma().notice.findMany({ where: { subscriptionId }, include: { signal: true } });
    expect(told.map(({ signal }) => signal.updateNr)).toEqual([1, 2, 3]);
  });
  test("keeps the calm that was asked for: let go, it waits for that", async () => {
    const { id } = await opened();
    // 06:22 to 06:30 in Denmark: the quiet ends before the brake does, or long after it.
    await severe(2, { quietFrom: "22:00", quietTo: "06:30", criticalPasses: false });
    await severe(2, { quietFrom: "22:00", quietTo: "08:00", criticalPasses: false });
    await grow(id, 2);
    await decided("go", 3);
    expect(await claimed(9)).toBe(0);
    expect(await claimed(12)).toBe(2);
    expect(await claimed(3 * 60)).toBe(2);
  });
  test("is counted together since it was last said by hand: many small steps are many too", async () => {
    const { id } = await opened();
    await severe(3);
    await grow(id, 2);
    expect([(await onDesk(3)).length, await claimed(3)]).toEqual([0, 3]);
    await createSubscription(desk.world.south, [await createEndpoint(desk.world.south)], { filter: { mine: true } });
    // It was of nobody in particular when it was said, so of south too; then of north alone; then it comes to hit south.
    await prisma().impact.create({
      data: { incidentId: id, installationId: desk.world.northCare.id, effect: "delayed", fromAt: NOW },
    });
    await watchGrowth(later(4));
    await prisma().impact.create({
      data: { incidentId: id, installationId: desk.world.southCare.id, effect: "delayed", fromAt: NOW },
    });
    expect(await watchGrowth(later(5))).toEqual({ changed: 1, notices: 1 });
    expect((await onDesk(6))[0]?.told.total).toBe(1);
  });
  test("is joined by what grows meanwhile, and goes with it", async () => {
    const { id } = await opened();
    await severe(4);
    await createSubscription(desk.world.south, [await createEndpoint(desk.world.south)], {
      filter: { minMessages: 5 },
    });
    await prisma().impact.create({
      data: { incidentId: id, installationId: desk.world.northCare.id, effect: "delayed", fromAt: NOW, overdue: 1 },
    });
    await grow(id, 2);
    await prisma().impact.updateMany({ data: { overdue: 9 } });
    await watchGrowth(later(5));
    expect(await onDesk(6)).toMatchObject([{ told: { total: 5 }, until: later(12).toISOString() }]);
    expect([await claimed(11), await claimed(12)]).toEqual([0, 5]);
  });
  test("goes along in what is said by hand meanwhile, so that nothing is told after what came later", async () => {
    const { id } = await opened();
    await severe(4);
    await grow(id, 2);
    await setBrake(desk.anna, { brake: 100 }, NOW);
    await desk.said(id, { severity: "critical" }, later(5));
    expect(await claimed(5)).toBe(4);
    expect(await prisma().dispatch.count({ where: { state: "gathered" } })).toBe(4);
    expect(await onDesk(6)).toEqual([]);
  });
  test("stays stopped where somebody has stopped all of it", async () => {
    const { id, thread } = await opened();
    await severe(4);
    await grow(id, 2);
    await holdNotices(desk.anna, { thread, hold: "on" }, later(3));
    expect(await claimed(20)).toBe(0);
    await holdNotices(desk.anna, { thread, hold: "off" }, later(21));
    expect(await claimed(21)).toBe(4);
  });
  test("a required answer counts from when it is sent", async () => {
    const { id } = await opened();
    await severe(4, { confirmMinutes: 5 });
    await grow(id, 2);
    expect(await escalate(later(16))).toBe(0);
    expect(await escalate(later(17))).toBe(1);
  });
  test("few go at once, and two workers brake once", async () => {
    const { id } = await opened();
    await severe(4);
    await worsen(id);
    await Promise.all([watchGrowth(later(2)), watchGrowth(later(2)), watchGrowth(later(2))]);
    expect(await prisma().brake.count()).toBe(1);
    const other = await opened();
    await correctIncident(
      desk.anna,
      parsed(incident.correctIncident, {
        ...{ incidentId: other.id, version: await desk.versionOf(other.id), severity: "minor", causeClass: "unknown" },
        ...{ startedAt: later(-5).toISOString(), title: "Igen", titleEn: "Again" },
      }),
      later(3),
    );
    await setBrake(desk.anna, { brake: 4 }, NOW);
    await grow(other.id, 4);
    expect(await prisma().brake.count()).toBe(1);
  });
});

test("the end of a backlog, which says itself, waits likewise; an update that somebody publishes does not", async () => {
  const { id } = await opened();
  const addresses = await Promise.all(Array.from({ length: 4 }, () => createEndpoint(desk.world.north)));
  await createSubscription(desk.world.north, addresses);
  await setBrake(desk.anna, { brake: 100 }, NOW);
  await desk.said(id, { phase: "resolved" }, later(2));
  expect(await claimed(2)).toBe(4);
  await prisma().dispatch.updateMany({ data: { state: "sent", sentAt: later(2) } });
  await setBrake(desk.anna, { brake: 3 }, NOW);
  await prisma().incidentUpdate.create({
    data: {
      ...{ incidentId: id, nr: 3, phase: "backlog_cleared", severity: "minor", trouble: "partial" },
      ...{
        text: "Alle har fået svar.",
        textEn: "All answered.",
        statedAt: later(9),
        publishedAt: later(9),
        audience: [],
      },
    },
  });
  await prisma().$transaction((tx) => tellOfUpdate(tx as StatusTx, id, 3, later(9), true));
  expect(await onDesk(10)).toMatchObject([{ kind: "backlog_cleared", told: { total: 4 } }]);
  expect([await claimed(18), await claimed(19)]).toEqual([0, 4]);
});

test("how long it waits is the operator's to set, on record; deciding is too, and seeing it is the desk's", async () => {
  expect(await readBrakeMinutes(desk.anna)).toBe(10);
  await setBrakeMinutes(desk.anna, parsed(schema.setBrakeMinutes, { minutes: "30" }), NOW);
  const { id } = await opened();
  await severe(4);
  await grow(id, 2);
  expect((await onDesk(3))[0]?.until).toBe(later(32).toISOString());
  const { auditor, northRegion } = desk.world.viewers;
  expect(await readBraked(auditor, null, later(3))).toHaveLength(1);
  await expect(readBraked(northRegion, null, later(3))).rejects.toThrow(ForbiddenError);
  for (const viewer of [auditor, northRegion]) {
    await expect(decided("go", 3, viewer)).rejects.toThrow(ForbiddenError);
    await expect(setBrakeMinutes(viewer, { minutes: 5 }, NOW)).rejects.toThrow(ForbiddenError);
  }
  for (const minutes of ["0", "241", "1,5", "ti"])
    expect(() => parsed(schema.setBrakeMinutes, { minutes })).toThrow(expect.objectContaining({ code: "not_minutes" }));
});
