import { randomUUID } from "node:crypto";
import { prisma } from "../../lib/db/prisma.ts";
import { recordSignal } from "../../lib/notices/outbox.ts";
import type { StatusTx } from "../../lib/status/change.ts";
import { NOON } from "./ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "./notices.ts";
import type { SmallWorld } from "./world.ts";

/** Everything notices can hold, on a small world: each organisation has a subscription, an address and was told. */
export async function createNoticesWorld(world: SmallWorld, published: { id: number; number: string }) {
  const { north, south, vendor, northRegion, operator } = world;
  for (const organisation of [north, south, vendor, northRegion, operator]) {
    const endpoint = await createEndpoint(organisation, { secret: "whsec_aGVtbWVsaWc=" });
    await prisma().endpointTrial.create({ data: { endpointId: endpoint.id, at: NOON, code: "sent", ms: 12 } });
    await prisma().subscriberMail.create({
      data: { id: randomUUID(), endpointId: endpoint.id, at: NOON, notBefore: NOON },
    });
    const { id: subscriptionId } = await createSubscription(organisation, [endpoint]);
    await prisma().episode.create({ data: { subscriptionId, startedAt: NOON, installations: [world.northCare.id] } });
  }
  const say = (signal: Parameters<typeof aSignal>[0]) =>
    prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(signal), NOON));
  const thread = `incident:${published.number}`;
  const told = await say({ incidentId: published.id, thread });
  const suspicion = await say({ kind: "suspicion", thread: "incident:2026-900" });
  for (const { id } of await prisma().dispatch.findMany({ select: { id: true } })) {
    await prisma().dispatchTry.create({ data: { dispatchId: id, nr: 1, at: NOON, code: "sent" } });
  }
  await prisma().allowance.create({ data: { key: Buffer.from("somebody"), since: NOON, used: 1 } });
  for (const { id: organisationId } of [north, south]) {
    await prisma().contactReminder.create({ data: { organisationId, step: 1, at: NOON } });
    await prisma().invitation.create({
      data: { organisationId, byOrganisationId: operator.id, byPersonId: null, at: NOON, addresses: 1 },
    });
  }
  for (const region of [northRegion, world.southRegion]) {
    const [owner, list] = [region === northRegion ? north : south, `Adviseringsliste, ${region.name}`];
    await prisma().contactList.create({
      data: {
        ...{ organisationId: region.id, name: list },
        contacts: {
          create: {
            ...{ organisationId: owner.id, function: "Vagttelefonen", phone: "+45 12 34 56 78" },
            ...{ hours: "always", reviewedAt: NOON },
          },
        },
      },
    });
  }
  const { endpointId } = await prisma().dispatch.findFirstOrThrow({ where: { notice: { organisationId: north.id } } });
  await prisma().noticeAnswer.create({
    data: { signalId: told.signalId, organisationId: north.id, at: NOON, confirmed: true, endpointId },
  });
  await prisma().brake.create({ data: { signalId: told.signalId, at: NOON, until: NOON } });
  return { incident: published.id, thread, told: told.signalId, suspicion: suspicion.signalId };
}
