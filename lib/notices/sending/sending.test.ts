import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription, SUBSCRIBED } from "../../../prisma/factories/notices.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import { publish, withdraw } from "../../status/incidents/commands.ts";
import { readPreview, readWithdrawal } from "../../status/incidents/queries.ts";
import { NOW, twoAtTheDesk } from "../../status/incidents/testing.ts";
import { claim } from "../dispatch/claim.ts";
import { threadOf } from "../thread.ts";
import { holdNotices, setBrake } from "./commands.ts";
import { readBrake, readSending } from "./queries.ts";
import * as schema from "./schema.ts";

useFreshDatabase();

let desk: Awaited<ReturnType<typeof twoAtTheDesk>>;
let anna: Viewer;
const brake = (value: number) => setBrake(anna, { brake: value }, NOW);
const threadOfId = async (id: number) =>
  threadOf("incident", (await prisma().incident.findUniqueOrThrow({ where: { id } })).number);
const previewed = (incidentId: number) => readPreview(anna, { incidentId, writerId: anna.personId }, NOW);
/** An incident whose first update is written, and who would be told of it: four addresses of three organisations. */
async function written() {
  const { id } = await desk.raised();
  await desk.draft(anna, id);
  return id;
}

beforeAll(async () => {
  desk = await twoAtTheDesk();
  anna = desk.anna;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
  const { north, south, vendor } = desk.world;
  await createSubscription(north, [await createEndpoint(north), await createEndpoint(north, { channel: "sms" })]);
  await createSubscription(south, [await createEndpoint(south)]);
  await createSubscription(vendor, [await createEndpoint(vendor, { confirmedAt: null })]);
  await createSubscription(null, [await createEndpoint(null)]);
  await brake(100);
});

describe("before it is published", () => {
  test("exactly those are named who are told then, and never by address", async () => {
    const incidentId = await written();
    const { told, seal } = await previewed(incidentId);
    expect(told).toEqual({
      organisations: [desk.world.north, desk.world.south].map(({ id, name }) => ({ id, name })),
      channels: [
        { channel: "email", count: 3 },
        { channel: "sms", count: 1 },
      ],
      ...{ withoutAccount: 1, withoutAccountInAll: 1, total: 4, mustType: false },
    });
    expect(JSON.stringify(told)).not.toContain("@");
    await publish(anna, { incidentId, seal }, NOW);
    expect(await prisma().dispatch.count()).toBe(told.total);
    const notices = await prisma().notice.findMany({
      where: { dispatches: { some: {} }, organisationId: { not: null } },
    });
    expect(notices.map(({ organisationId }) => organisationId)).toEqual(told.organisations.map(({ id }) => id));
  });
  test("somebody who joins meanwhile breaks the seal", async () => {
    const incidentId = await written();
    const { seal } = await previewed(incidentId);
    await createSubscription(desk.world.vendor, [await createEndpoint(desk.world.vendor)]);
    await expect(publish(anna, { incidentId, seal }, NOW)).rejects.toThrow(ConflictError);
    expect(await prisma().signal.count({ where: { kind: "incident" } })).toBe(0);
  });
  test.each([undefined, 0, 3, 5])(
    "more than the set number are told only when it is typed: %s is not it",
    async (recipients) => {
      await brake(3);
      const incidentId = await written();
      const { seal, told } = await previewed(incidentId);
      expect(told.mustType).toBe(true);
      const refused = publish(anna, { incidentId, seal, recipients }, NOW);
      await expect(refused).rejects.toThrow(InvalidInputError);
      await expect(refused).rejects.toMatchObject({ field: "recipients", code: "not_the_number" });
      await publish(anna, { incidentId, seal, recipients: 4 }, NOW);
      expect(await prisma().dispatch.count()).toBe(4);
    },
  );
});

describe("the number that was shown", () => {
  const many = async (count: number) => {
    const endpoints = await prisma().endpoint.createManyAndReturn({
      data: Array.from({ length: count }, (_, nr) => ({
        ...{ channel: "email" as const, label: "Uden konto", address: `laeser-${nr}@example.org` },
        ...{ createdAt: SUBSCRIBED, confirmedAt: SUBSCRIBED },
      })),
      select: { id: true },
    });
    await createSubscription(null, endpoints);
  };
  test("is fixed: of hundreds without an account a few more are told, many more are asked about again", async () => {
    await many(296);
    const incidentId = await written();
    const { seal, told } = await previewed(incidentId);
    expect(told).toMatchObject({ total: 300, mustType: true });
    const asked = { shown: 300, recipients: 300 };
    await createSubscription(null, await Promise.all(Array.from({ length: 7 }, () => createEndpoint(null))));
    await expect(publish(anna, { incidentId, seal, ...asked }, NOW)).rejects.toMatchObject({
      code: "recipients_changed",
    });
    expect(await prisma().dispatch.count()).toBe(0);
    const [one] = await prisma().endpoint.findMany({
      where: { organisationId: null },
      orderBy: { id: "desc" },
      take: 1,
    });
    await prisma().endpoint.update({ where: { id: one?.id ?? 0 }, data: { disabledAt: NOW } });
    await publish(anna, { incidentId, seal, ...asked }, NOW);
    expect(await prisma().dispatch.count()).toBe(306);
  });
  test("is set by an operator, on record, and by nobody else", async () => {
    await prisma().$executeRaw`TRUNCATE audit_entry`;
    await setBrake(anna, { brake: 3 }, NOW);
    expect(await readBrake(desk.world.viewers.auditor)).toBe(3);
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: "status.setting", entity: "notices_brake", detail: { value: "3" }, personId: anna.personId },
    ]);
    for (const viewer of [desk.world.viewers.auditor, desk.world.viewers.northRegion])
      await expect(setBrake(viewer, { brake: 5 }, NOW)).rejects.toThrow(ForbiddenError);
  });
  test.each(["", "0", "-3", "1,5", "1e3", "1000001", "mange"])(
    "is a whole number: %s is refused at its field",
    (typed) => {
      expect(() => parsed(schema.setBrake, { brake: typed })).toThrow(
        expect.objectContaining({ field: "brake", code: typed === "" ? expect.any(String) : "not_a_number" }),
      );
    },
  );
  test("is of whoever was told where an incident is taken back, and they alone hear of it", async () => {
    const incidentId = await written();
    const { seal } = await previewed(incidentId);
    await publish(anna, { incidentId, seal }, NOW);
    await createSubscription(desk.world.vendor, [await createEndpoint(desk.world.vendor)]);
    const told = await readWithdrawal(anna, incidentId, NOW);
    expect(told).toMatchObject({ total: 4, mustType: false });
    await brake(3);
    const back = async (asked: object) =>
      withdraw(anna, { incidentId, version: await desk.versionOf(incidentId), ...asked }, NOW);
    await expect(back({ shown: 4 })).rejects.toMatchObject({ field: "recipients", code: "not_the_number" });
    await back({ shown: 4, recipients: 4 });
    const over = await prisma().dispatch.findMany({ where: { notice: { signal: { moment: "resolved" } } } });
    expect(over).toHaveLength(4);
    expect(await readWithdrawal(anna, incidentId, NOW)).toBeNull();
  });
});

describe("what is not sent yet", () => {
  const published = async () => {
    const incidentId = await written();
    const { seal } = await previewed(incidentId);
    await publish(anna, { incidentId, seal }, NOW);
    const [first] = await prisma().dispatch.findMany({ take: 1 });
    await prisma().dispatch.updateMany({ where: { id: first?.id ?? "" }, data: { state: "sent", sentAt: NOW } });
    return { incidentId, thread: await threadOfId(incidentId) };
  };
  test("is stopped and let go by hand, and it is on record who did", async () => {
    const { thread } = await published();
    const before = { sent: 1, waiting: 3, held: 0, cancelled: 0, failed: 0, heldAt: null, heldBy: null };
    expect(await readSending(anna, thread)).toEqual(before);
    await holdNotices(anna, { thread, hold: "on" }, NOW);
    await holdNotices(desk.bo, { thread, hold: "on" }, new Date(NOW.getTime() + 60_000));
    const held = { ...before, waiting: 0, held: 3, heldAt: NOW.toISOString(), heldBy: "Anna" };
    expect(await readSending(anna, thread)).toEqual(held);
    await holdNotices(anna, { thread, hold: "off" }, NOW);
    expect(await readSending(anna, thread)).toEqual(before);
    const entries = await prisma().auditEntry.findMany({
      where: { action: { in: ["status.notices.hold", "status.notices.release"] } },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action, detail, personId }) => [action, detail, personId])).toEqual([
      ["status.notices.hold", { signals: 1 }, anna.personId],
      ["status.notices.hold", { signals: 0 }, desk.bo.personId],
      ["status.notices.release", { signals: 1 }, anna.personId],
    ]);
  });
  test("is stopped by an operator only", async () => {
    const { thread } = await published();
    for (const viewer of [desk.world.viewers.auditor, desk.world.viewers.northRegion])
      await expect(holdNotices(viewer, { thread, hold: "on" }, NOW)).rejects.toThrow(ForbiddenError);
  });
  test("is given up for good: they never hear of it, not even that it is taken back; what was sent stays sent", async () => {
    const { incidentId, thread } = await published();
    // What is not held is not given up.
    await holdNotices(anna, { thread, hold: "cancel" }, NOW);
    expect(await readSending(anna, thread)).toMatchObject({ sent: 1, waiting: 3, cancelled: 0 });
    await holdNotices(anna, { thread, hold: "on" }, NOW);
    await holdNotices(anna, { thread, hold: "cancel" }, NOW);
    const after = { sent: 1, waiting: 0, held: 0, cancelled: 3, failed: 0, heldAt: null, heldBy: null };
    expect(await readSending(anna, thread)).toEqual(after);
    await holdNotices(anna, { thread, hold: "off" }, NOW);
    expect(await readSending(anna, thread)).toEqual(after);
    const [entry] = await prisma().auditEntry.findMany({
      where: { action: "status.notices.cancel" },
      orderBy: { id: "desc" },
    });
    expect(entry).toMatchObject({ detail: { addresses: 3 }, personId: anna.personId });
    await withdraw(anna, { incidentId, version: await desk.versionOf(incidentId) }, NOW);
    const told = await prisma().notice.findMany({ where: { signal: { thread, moment: "resolved" } } });
    const [sent] = await prisma().dispatch.findMany({ where: { state: "sent" }, include: { notice: true } });
    expect(told.map(({ organisationId }) => organisationId)).toEqual([sent?.notice.organisationId]);
  });
  test("is stopped at once, also a thousand that wait, and how many were sent stays", async () => {
    const endpoints = await prisma().endpoint.createManyAndReturn({
      data: Array.from({ length: 1_000 }, (_, nr) => ({
        ...{ channel: "email" as const, label: "Vagten", address: `vagt-${nr}@example.org` },
        ...{ organisationId: desk.world.north.id, createdAt: SUBSCRIBED, confirmedAt: SUBSCRIBED },
      })),
      select: { id: true },
    });
    await createSubscription(desk.world.north, endpoints);
    const incidentId = await written();
    const { seal } = await previewed(incidentId);
    await publish(anna, { incidentId, seal, recipients: 1_004 }, NOW);
    const thread = await threadOfId(incidentId);
    const sent = await prisma().dispatch.findMany({ take: 200, select: { id: true } });
    await prisma().dispatch.updateMany({
      where: { id: { in: sent.map(({ id }) => id) } },
      data: { state: "sent", sentAt: NOW },
    });
    await holdNotices(anna, { thread, hold: "on" }, NOW);
    expect(await readSending(anna, thread)).toMatchObject({ sent: 200, waiting: 0, held: 804 });
    const worker = await ownerPool().connect();
    const later = new Date(NOW.getTime() + 3_600_000);
    const claimed = async () => [
      ...(await claim(worker, 1, "email", 2_000, later)),
      ...(await claim(worker, 1, "sms", 2_000, later)),
    ];
    expect(await claimed()).toEqual([]);
    await holdNotices(anna, { thread, hold: "off" }, NOW);
    expect(await claimed()).toHaveLength(804);
    worker.release();
    expect(await readSending(anna, thread)).toMatchObject({ sent: 200, waiting: 804, held: 0 });
  });
  test("of what was never told there is nothing to stop", async () => {
    await expect(holdNotices(anna, { thread: "incident:2020-1", hold: "on" }, NOW)).rejects.toThrow(NotFoundError);
  });
});
