import { prisma } from "../db/prisma.ts";
import { tellOfUpdate } from "../signals/incident.ts";
import { tellOfSeries } from "../signals/series.ts";
import { tellOfWindow } from "../signals/window.ts";
import type { WindowChangeKind } from "../status/shapes.ts";
import { storedSeries } from "../status/windows/series-windows.ts";
import { FIRST_DRAFT } from "../subscriptions/schema.ts";
import { addDays, danishInstant } from "../time/danish.ts";

const SENT_MS = 4_000;
/** Whose accounts the demo has, and what each calls the address it hears at. */
const LABELS = {
  region: "Vagtcentralen",
  municipality: "Sundhedsvagten",
  vendor: "Driftsvagten",
  operator: "Driftsvagten",
};
const NIGHT = { quietFrom: "22:00", quietTo: "06:00" };

/**
 * The demo's subscriptions, everything of one's own, and what was told since: every update of an incident and every change of
 * a window at its time, in order. What was due is sent; the addresses are examples, so no mail could ever arrive anywhere.
 */
export async function makeSignals(since: string, now: Date): Promise<void> {
  await subscribe(new Date(danishInstant(addDays(since, 1), "09:00")));
  for (const { at, tell } of (await everythingSaid(now)).sort((a, b) => a.at.getTime() - b.at.getTime()))
    await tell(at);
  const due = { state: "waiting" as const, notBefore: { lte: now } };
  for (const { id, notBefore } of await prisma().dispatch.findMany({ where: due })) {
    const sentAt = new Date(Math.min(notBefore.getTime() + SENT_MS, now.getTime()));
    await prisma().dispatch.update({
      where: { id },
      data: { state: "sent", sentAt, attempts: 1, tries: { create: { nr: 1, at: sentAt, code: "sent", status: 250 } } },
    });
  }
}

async function subscribe(at: Date): Promise<void> {
  const grants = await prisma().grant.findMany({
    where: { person: { demo: true }, role: { not: "auditor" } },
    select: { role: true, organisation: { select: { id: true } }, person: { select: { id: true, email: true } } },
    orderBy: { id: "asc" },
  });
  for (const { role, organisation, person } of grants) {
    const label = LABELS[role as keyof typeof LABELS];
    const { id: endpointId } = await prisma().endpoint.create({
      data: {
        ...{ organisationId: organisation.id, channel: "email", label, address: person.email },
        ...{ createdById: person.id, createdAt: at, confirmedAt: at },
      },
      select: { id: true },
    });
    await prisma().subscription.create({
      data: {
        ...{
          organisationId: organisation.id,
          name: `Alt til ${label.toLowerCase()}`,
          createdById: person.id,
          createdAt: at,
        },
        ...(role === "municipality" ? NIGHT : {}),
        filters: { create: { validFrom: at, filter: { ...FIRST_DRAFT.filter, mine: role !== "operator" } } },
        endpoints: { create: { endpointId } },
      },
    });
  }
}

type Said = { at: Date; tell: (at: Date) => Promise<unknown> };
async function everythingSaid(now: Date): Promise<Said[]> {
  const updates = await prisma().incidentUpdate.findMany({ where: { incident: { publishedAt: { not: null } } } });
  const ofSeries = { kind: "announced", window: { seriesId: { not: null } } };
  const changes = await prisma().windowChange.findMany({ where: { at: { lte: now }, NOT: ofSeries } });
  const announced = await prisma().windowSeries.findMany({
    where: { announcedAt: { lte: now } },
    select: { id: true },
  });
  return [
    ...updates.map(({ incidentId, nr, publishedAt }) => ({
      at: publishedAt,
      tell: (at: Date) => prisma().$transaction((tx) => tellOfUpdate(tx, incidentId, nr, at)),
    })),
    ...changes.map(({ windowId, kind, at: changedAt }) => ({
      at: changedAt,
      tell: (at: Date) => prisma().$transaction((tx) => tellOfWindow(tx, windowId, kind as WindowChangeKind, at)),
    })),
    ...(await Promise.all(announced.map(({ id }) => storedSeries(prisma(), id)))).map((series) => ({
      at: series.announcedAt ?? now,
      tell: (at: Date) => prisma().$transaction((tx) => tellOfSeries(tx, series, "announced", at)),
    })),
  ];
}
