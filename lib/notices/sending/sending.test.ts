import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError, ForbiddenError, InvalidInputError } from "../../errors.ts";
import { publish } from "../../status/incidents/commands.ts";
import { readPreview } from "../../status/incidents/queries.ts";
import { NOW, twoAtTheDesk } from "../../status/incidents/testing.ts";
import { holdNotices } from "./commands.ts";
import { readSending } from "./queries.ts";

useFreshDatabase();

let desk: Awaited<ReturnType<typeof twoAtTheDesk>>;
let anna: Viewer;
const brake = (value: number) =>
  prisma().meta.upsert({
    ...{ where: { key: "notices_brake" }, create: { key: "notices_brake", value: String(value) } },
    update: { value: String(value) },
  });
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
      ...{ withoutAccount: 1, total: 4, mustType: false },
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

describe("what is not sent yet", () => {
  const published = async () => {
    const incidentId = await written();
    const { seal } = await previewed(incidentId);
    await publish(anna, { incidentId, seal }, NOW);
    const [first] = await prisma().dispatch.findMany({ take: 1 });
    await prisma().dispatch.updateMany({ where: { id: first?.id ?? "" }, data: { state: "sent", sentAt: NOW } });
    return incidentId;
  };
  test("is stopped and let go by hand, and it is on record who did", async () => {
    const incidentId = await published();
    expect(await readSending(anna, incidentId)).toEqual({ sent: 1, waiting: 3, held: 0, failed: 0, heldAt: null });
    await holdNotices(anna, { incidentId, hold: "on" }, NOW);
    await holdNotices(anna, { incidentId, hold: "on" }, new Date(NOW.getTime() + 60_000));
    const held = { sent: 1, waiting: 0, held: 3, failed: 0, heldAt: NOW.toISOString() };
    expect(await readSending(anna, incidentId)).toEqual(held);
    await holdNotices(anna, { incidentId, hold: "off" }, NOW);
    expect(await readSending(anna, incidentId)).toEqual({ ...held, waiting: 3, held: 0, heldAt: null });
    const entries = await prisma().auditEntry.findMany({
      where: { action: { in: ["status.notices.hold", "status.notices.release"] } },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action, detail, personId }) => [action, detail, personId])).toEqual([
      ["status.notices.hold", { signals: 1 }, anna.personId],
      ["status.notices.hold", { signals: 0 }, anna.personId],
      ["status.notices.release", { signals: 1 }, anna.personId],
    ]);
  });
  test("is stopped by an operator only", async () => {
    const incidentId = await published();
    for (const viewer of [desk.world.viewers.auditor, desk.world.viewers.northRegion])
      await expect(holdNotices(viewer, { incidentId, hold: "on" }, NOW)).rejects.toThrow(ForbiddenError);
  });
});
