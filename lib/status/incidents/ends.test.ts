import { beforeAll, beforeEach, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import { setBrake } from "../../notices/sending/commands.ts";
import { takeHandReport } from "../reports/commands.ts";
import { handReport } from "../reports/schema.ts";
import { dismiss, merge, split } from "./commands.ts";
import { readDismissalEnds, readMergeEnds } from "./ends.ts";
import * as schema from "./schema.ts";
import { type Desk, fails, later, NOW, twoAtTheDesk } from "./testing.ts";

useFreshDatabase();

let desk: Desk;
let channels: object[];
beforeAll(async () => {
  desk = await twoAtTheDesk();
  channels = [
    { channel: "email", count: 2 },
    { channel: "sms", count: 1 },
  ];
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`;
  await setBrake(desk.anna, { brake: 100 }, NOW);
  const { north, south } = desk.world;
  await createSubscription(north, [await createEndpoint(north), await createEndpoint(north, { channel: "sms" })]);
  await createSubscription(south, [await createEndpoint(south)]);
});

const published = async () => {
  const { id, number } = await desk.raised();
  await desk.said(id);
  return { id, number };
};
const over = async () => {
  const one = await published();
  await desk.said(one.id, { phase: "resolved" }, later(5));
  return one;
};
const put = async (intoId: number, ids: number[], asked: object = {}) => {
  const version = await desk.versionOf(intoId);
  const from = await Promise.all(
    ids.map(async (incidentId) => ({ incidentId, version: await desk.versionOf(incidentId) })),
  );
  return merge(desk.anna, parsed(schema.merge, { intoId, version, from, ...asked }), later(10));
};
const refuse = async (incidentId: number, asked: object = {}) => {
  const given = { incidentId, version: await desk.versionOf(incidentId), reason: "too_small", ...asked };
  return dismiss(desk.anna, parsed(schema.dismiss, given), later(10));
};
/** The addresses told since of the threads of these. */
async function toldSince(signalId: number, numbers: readonly string[]): Promise<number> {
  const threads = numbers.map((number) => `incident:${number}`);
  const told = await prisma().dispatch.findMany({
    where: { signal: { id: { gt: signalId }, thread: { in: threads }, kind: "incident" } },
  });
  return new Set(told.map(({ endpointId }) => endpointId)).size;
}
const newest = async () => (await prisma().signal.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0;

test("what is put under one that is over shows whom that is told to, once each, and tells nobody unseen", async () => {
  const into = await over();
  const [one, other] = [await published(), await published()];
  const ends = await readMergeEnds(desk.anna, { intoId: into.id, fromIds: [one.id, other.id] }, NOW);
  expect(ends.told).toMatchObject({ total: 3, channels, mustType: false, withoutAccount: 0 });
  expect(ends.told.organisations.map(({ id }) => id)).toEqual([desk.world.north.id, desk.world.south.id]);
  expect(ends.said.da).toBe(`Det var samme sag som ${into.number}, og den er ikke længere åben.`);
  const before = await newest();
  expect(await fails(put(into.id, [one.id, other.id]))).toBe("tells_others");
  expect(await fails(put(into.id, [one.id, other.id], { shown: 2 }))).toBe("recipients_changed");
  expect(await newest()).toBe(before);
  await put(into.id, [one.id, other.id], { shown: 3 });
  expect(await toldSince(before, [one.number, other.number])).toBe(3);
});

test("above the set number it is typed", async () => {
  const [into, one] = [await over(), await published()];
  await setBrake(desk.anna, { brake: 2 }, NOW);
  const { told } = await readMergeEnds(desk.anna, { intoId: into.id, fromIds: [one.id] }, NOW);
  expect(told).toMatchObject({ total: 3, mustType: true });
  expect(await fails(put(into.id, [one.id], { shown: 3 }))).toBe("recipients: not_the_number");
  await put(into.id, [one.id], { shown: 3, recipients: 3 });
});

test("what is put under an open one, or what nobody was told of, is done at once and tells nobody", async () => {
  const [into, one] = [await published(), await published()];
  const before = await newest();
  expect((await readMergeEnds(desk.anna, { intoId: into.id, fromIds: [one.id] }, NOW)).told.total).toBe(0);
  await put(into.id, [one.id]);
  const suspicion = await desk.raised();
  await put((await over()).id, [suspicion.id]);
  expect(await toldSince(before, [one.number, suspicion.number])).toBe(0);
});

test("a suspicion that others were put under shows, before it is dismissed, whom that is told to", async () => {
  const [suspicion, one] = [await desk.raised(), await published()];
  expect((await readDismissalEnds(desk.anna, suspicion.id, NOW)).told.total).toBe(0);
  await put(suspicion.id, [one.id]);
  const ends = await readDismissalEnds(desk.anna, suspicion.id, NOW);
  expect(ends).toMatchObject({ ended: [{ number: one.number }], told: { total: 3, channels } });
  const before = await newest();
  expect(await fails(refuse(suspicion.id))).toBe("tells_others");
  await refuse(suspicion.id, { shown: 3 });
  expect(await toldSince(before, [one.number])).toBe(3);
});

test("taking reports out again tells nobody but the operator of a new suspicion", async () => {
  const [one, other] = [await published(), await published()];
  const { operator, vendor } = desk.world;
  await createSubscription(operator, [await createEndpoint(operator)]);
  const said = {
    organisationId: vendor.id,
    serviceId: desk.service.id,
    trouble: "partial",
    startedAt: "2026-11-24T05:12:00Z",
  };
  for (let n = 0; n < 2; n++) await takeHandReport(desk.anna, handReport.parse({ ...said, incidentId: other.id }), NOW);
  await put(one.id, [other.id]);
  const reports = await prisma().report.findMany({ orderBy: { id: "asc" } });
  const before = await newest();
  const out = async (id: number | undefined, to: "original" | "new") =>
    split(
      desk.anna,
      { incidentId: one.id, version: await desk.versionOf(one.id), reportIds: [id ?? 0], to },
      later(11),
    );
  await out(reports[0]?.id, "original");
  await out(reports[1]?.id, "new");
  const told = await prisma().notice.findMany({ where: { signalId: { gt: before }, dispatches: { some: {} } } });
  expect(told.map(({ organisationId }) => organisationId)).toEqual([operator.id]);
});

test("it is the desk's to see, and of what still stands for itself", async () => {
  const [into, one] = [await over(), await published()];
  const of = { intoId: into.id, fromIds: [one.id] };
  await expect(readMergeEnds(desk.world.viewers.northRegion, of, NOW)).rejects.toThrow(ForbiddenError);
  await expect(readDismissalEnds(desk.world.viewers.northRegion, one.id, NOW)).rejects.toThrow(ForbiddenError);
  await put(into.id, [one.id], { shown: 3 });
  await expect(readMergeEnds(desk.anna, of, NOW)).rejects.toThrow(NotFoundError);
});
