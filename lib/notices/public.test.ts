import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import type { StatusTx } from "../status/change.ts";
import * as commands from "../status/incidents/commands.ts";
import { readPreview } from "../status/incidents/queries.ts";
import { type Desk, later, STARTED, twoAtTheDesk } from "../status/incidents/testing.ts";
import type { Filter } from "../subscriptions/shapes.ts";
import { recordSignal } from "./outbox.ts";

useFreshDatabase();

let at: Desk;
beforeAll(async () => {
  at = await twoAtTheDesk();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
});

/** Somebody without an account who asks for this; without a filter for everything there is to ask for. */
async function somebody(filter: Partial<Filter> = {}): Promise<number> {
  return (await createSubscription(null, [await createEndpoint(null)], { filter })).id;
}
const toldOf = async (subscriptionId: number) =>
  (
    await prisma().notice.findMany({ where: { subscriptionId }, include: { signal: true }, orderBy: { id: "asc" } })
  ).map(({ signal }) => `${signal.kind} ${signal.moment}`);
/** An incident that hits these, of which the operator shows some. */
async function hitting(installations: { id: number }[], shown: { id: number }[]): Promise<number> {
  const { id: incidentId } = await at.raised();
  const rows = installations.map(
    ({ id: installationId }) => ({ installationId, effect: "delayed", from: STARTED, to: null }) as const,
  );
  await commands.adjustImpacts(at.anna, { incidentId, rows }, later(0));
  if (shown.length > 0) {
    const installationIds = shown.map(({ id }) => id);
    await commands.showImpacts(at.anna, { incidentId, installationIds, show: "on" }, later(0));
  }
  return incidentId;
}

describe("whoever has no account is told", () => {
  test("of what the operator published, never of a suspicion", async () => {
    const reader = await somebody();
    const { id } = await at.raised();
    expect(await toldOf(reader)).toEqual([]);
    await at.said(id);
    expect(await toldOf(reader)).toEqual(["incident opened"]);
  });

  test("never of missing receipts, also not where they ask for them", async () => {
    const reader = await somebody({ missing: { of: "each", counts: "both", count: 1, percent: null, minutes: 60 } });
    const own = await createSubscription(at.world.north, [await createEndpoint(at.world.north)]);
    const signal = aSignal({ kind: "missing_receipts", thread: "missing:1", subscriptionId: own.id });
    await prisma().$transaction((tx) => recordSignal(tx as StatusTx, signal, later(0)));
    expect(await toldOf(own.id)).toEqual(["missing_receipts opened"]);
    expect(await toldOf(reader)).toEqual([]);
  });

  test("by place as it was shown to everybody, and by nothing that was not", async () => {
    const { north, south, northRegion, southRegion, northCare, vendor } = at.world;
    const [inNorth, inSouth] = [
      await somebody({ municipalities: [north.id] }),
      await somebody({ municipalities: [south.id] }),
    ];
    const [ofNorth, ofSouth] = [
      await somebody({ regions: [northRegion.id] }),
      await somebody({ regions: [southRegion.id] }),
    ];
    // No form asks for a system or its vendor; were one stored, it would learn nothing.
    const bySystem = await somebody({ installations: [northCare.id], vendors: [vendor.id] });
    await at.said(await hitting([northCare], [northCare]));
    expect(await toldOf(inNorth)).toEqual(["incident opened"]);
    expect(await toldOf(ofNorth)).toEqual(["incident opened"]);
    expect(await toldOf(inSouth)).toEqual([]);
    expect(await toldOf(ofSouth)).toEqual([]);
    expect(await toldOf(bySystem)).toEqual([]);
    const because = JSON.stringify(await prisma().notice.findMany({ select: { because: true } }));
    expect(because).toContain(`"m${north.id}"`);
    expect(because).not.toMatch(/"[iv]\d+"/);
  });

  test("all the same where whom it hits is known but not shown, so that silence tells nobody who is hit", async () => {
    const { north, south, northCare } = at.world;
    const [inNorth, inSouth] = [
      await somebody({ municipalities: [north.id] }),
      await somebody({ municipalities: [south.id] }),
    ];
    await at.said(await hitting([northCare], []));
    for (const reader of [inNorth, inSouth]) expect(await toldOf(reader)).toEqual(["incident opened"]);
    expect(JSON.stringify(await prisma().notice.findMany({ select: { because: true } }))).not.toContain(`m${north.id}`);
  });

  test("all the same where some that are hit are shown and others are not", async () => {
    const { south, northCare, southCare } = at.world;
    const inSouth = await somebody({ municipalities: [south.id] });
    await at.said(await hitting([northCare, southCare], [northCare]));
    expect(await toldOf(inSouth)).toEqual(["incident opened"]);
  });

  test("by no count of messages, which is nobody's to know", async () => {
    const reader = await somebody({ minMessages: 1_000 });
    await at.said(await hitting([at.world.northCare], []));
    expect(await toldOf(reader)).toEqual(["incident opened"]);
  });

  test("the end of what they got the opening of, also when it is withdrawn", async () => {
    const reader = await somebody({ moments: ["opened"] });
    const { id } = await at.raised();
    await at.said(id);
    await at.said(id, { phase: "resolved" }, later(5));
    expect(await toldOf(reader)).toEqual(["incident opened", "incident resolved"]);
  });
});

test("whoever has not confirmed, or has left, is told nothing, and nothing is kept of it", async () => {
  const waiting = await createSubscription(null, [await createEndpoint(null, { confirmedAt: null })]);
  const left = await somebody();
  await prisma().subscriptionEndpoint.updateMany({ where: { subscriptionId: left }, data: { leftAt: later(-60) } });
  const { id } = await at.raised();
  await at.said(id);
  expect([await toldOf(waiting.id), await toldOf(left)]).toEqual([[], []]);
});

test("the operator sees how many of them are told, of how many, and no address", async () => {
  await somebody({ kinds: ["window"] });
  await somebody();
  await createSubscription(null, [await createEndpoint(null, { confirmedAt: null })]);
  const { id } = await at.raised();
  await at.draft(at.anna, id);
  const preview = await readPreview(at.anna, { incidentId: id, writerId: at.anna.personId }, later(0));
  expect(preview.told).toMatchObject({ withoutAccount: 1, withoutAccountInAll: 2, organisations: [], total: 1 });
  expect(JSON.stringify(preview)).not.toContain("@");
});
