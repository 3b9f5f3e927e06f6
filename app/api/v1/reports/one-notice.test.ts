import { beforeAll, expect, test } from "vitest";
import { POST } from "@/app/api/v1/reports/route.ts";
import { createKey } from "@/lib/access/keys.ts";
import { ownerPool } from "@/lib/db/pool.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import type { Outgoing } from "@/lib/notices/channels/channel.ts";
import { startDispatcher } from "@/lib/notices/dispatch/dispatcher.ts";
import { publish, saveDraft } from "@/lib/status/incidents/commands.ts";
import { readPreview } from "@/lib/status/incidents/queries.ts";
import { contentFor } from "@/lib/status/incidents/testing.ts";
import { createOrganisation, createPerson, createSource } from "@/prisma/factories/directory.ts";
import { createEndpoint, createSubscription } from "@/prisma/factories/notices.ts";
import { createService } from "@/prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "@/prisma/factories/world.ts";

useFreshDatabase();

const startedAt = new Date(Date.now() - 10 * 60_000).toISOString();
let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});

async function report(service: string, trouble: string): Promise<number> {
  const owner = await createOrganisation(ownerPool(), "operator");
  const key = await createKey(
    (await createSource(ownerPool(), owner, [{ station: "distributor", receipts: false }])).id,
  );
  const request = new Request("http://localhost:3000/api/v1/reports", {
    method: "POST",
    headers: { host: "localhost:3000", authorization: `Bearer ${key}` },
    body: JSON.stringify({ id: "vores-1", service, trouble, startedAt }),
  });
  return (await POST(request)).status;
}

test("the same outage reported by three sources is one incident, one notice and one message", async () => {
  const service = await createService({ code: "hub", station: "distributor" });
  await createSubscription(world.northRegion, [await createEndpoint(world.northRegion)]);
  expect([await report("hub", "degraded"), await report("hub", "down"), await report("hub", "partial")]).toEqual([
    ...[200, 200, 200],
  ]);
  const incidents = await prisma().incident.findMany({ include: { reports: true } });
  expect(incidents.map(({ reports }) => reports.length)).toEqual([3]);
  const [{ id: incidentId, version } = { id: 0, version: 0 }] = incidents;

  const { id: personId } = await createPerson(ownerPool(), { name: "Anna" });
  const viewer = { ...world.viewers.operator, personId };
  const now = new Date();
  const content = await contentFor(incidentId, { services: [service.id] });
  await saveDraft(viewer, { incidentId, version, content }, now);
  const { seal } = await readPreview(viewer, { incidentId, writerId: personId }, now);
  await publish(viewer, { incidentId, seal }, now);

  const sent: Outgoing[] = [];
  const dispatcher = startDispatcher(ownerPool(), [
    {
      ...{ channel: "email", concurrency: 2, close: async () => {} },
      send: async (outgoing) => {
        sent.push(outgoing);
        return { outcome: "sent" };
      },
    },
  ]);
  await expect.poll(() => prisma().dispatch.count({ where: { state: "sent" } })).toBe(1);
  await dispatcher.stop();
  expect(sent.map(({ signals }) => signals.map(({ kind, moment }) => `${kind} ${moment}`))).toEqual([
    ["incident opened"],
  ]);
  expect(await prisma().notice.count()).toBe(1);
  expect(await prisma().dispatch.count()).toBe(1);
});
