import { randomUUID } from "node:crypto";
import { prisma } from "../../lib/db/prisma.ts";
import type { Phase, Severity, Trouble, WindowClass, WindowPhase, WindowTraffic } from "../../lib/status/shapes.ts";
import { unique } from "./directory.ts";

/** Small status worlds for tests: valid by default, unusual by argument. On the database of `prisma()`. */
const at = (text: string) => new Date(text);
export const STARTED = at("2026-11-24T05:11:00Z");

/** Takes away the services that every database has, for a test that tells which there are. */
export async function withoutServices(): Promise<void> {
  await prisma().objective.deleteMany();
  await prisma().serviceDependency.deleteMany();
  await prisma().service.deleteMany();
}

export type MadeService = { id: number; code: string };
export function createService(
  unusual: {
    code?: string;
    kind?: "chain" | "station";
    name?: string;
    station?: string;
    operatorId?: number;
    systemId?: number;
    types?: string[];
    through?: { service: MadeService; whole: boolean }[];
    sources?: { id: number }[];
  } = {},
): Promise<MadeService> {
  const { through = [], sources = [], code = unique("service"), name = `Tjenesten ${code}`, ...rest } = unusual;
  return prisma().service.create({
    data: {
      ...{ kind: "station", position: 1, types: [] },
      ...{ ...rest, code, name, nameEn: `The service ${code}` },
      runsThrough: { create: through.map(({ service, whole }) => ({ stationId: service.id, whole })) },
      sources: { create: sources.map(({ id }) => ({ sourceId: id })) },
    },
    select: { id: true, code: true },
  });
}

let numbers = 0;
/** A published incident with its first update, unless `publishedAt` is null. */
export async function createIncident(
  services: readonly MadeService[],
  unusual: {
    number?: string;
    phase?: Phase;
    severity?: Severity;
    trouble?: Trouble;
    title?: string;
    startedAt?: Date;
    resolvedAt?: Date | null;
    backlogClearedAt?: Date | null;
    publishedAt?: Date | null;
    municipalities?: number | null;
    text?: string;
  } = {},
): Promise<{ id: number; number: string }> {
  const number = unusual.number ?? `2026-${++numbers}`;
  const startedAt = unusual.startedAt ?? STARTED;
  const publishedAt = unusual.publishedAt === undefined ? startedAt : unusual.publishedAt;
  const stated = {
    phase: unusual.phase ?? "confirmed",
    severity: unusual.severity ?? "major",
    trouble: unusual.trouble ?? "partial",
  } as const;
  const update = {
    ...{ ...stated, nr: 1, text: unusual.text ?? "Vi undersøger årsagen.", textEn: "We are looking into it." },
    ...{ statedAt: startedAt, publishedAt: publishedAt ?? startedAt, audience: [] },
  };
  return prisma().incident.create({
    data: {
      ...stated,
      ...{ number, startedAt, detectedAt: startedAt, publishedAt, updatedAt: publishedAt ?? startedAt },
      ...{ title: unusual.title ?? `Forstyrrelse ${number}`, titleEn: `Incident ${number}` },
      resolvedAt: unusual.resolvedAt ?? null,
      backlogClearedAt: unusual.backlogClearedAt ?? null,
      municipalities: unusual.municipalities ?? null,
      services: { create: services.map(({ id }) => ({ serviceId: id })) },
      ...(publishedAt === null ? {} : { updates: { create: update } }),
    },
    select: { id: true, number: true },
  });
}

/** An announced window, an hour long unless told otherwise. */
export function createWindow(
  services: readonly MadeService[],
  unusual: {
    plannedFrom?: Date;
    plannedTo?: Date;
    windowClass?: WindowClass;
    traffic?: WindowTraffic;
    phase?: WindowPhase;
    announcedAt?: Date | null;
    title?: string;
  } = {},
): Promise<{ id: number; uid: string }> {
  const plannedFrom = unusual.plannedFrom ?? at("2026-12-03T04:00:00Z");
  const plannedTo = unusual.plannedTo ?? new Date(plannedFrom.getTime() + 3_600_000);
  const announcedAt = unusual.announcedAt === undefined ? at("2026-11-20T09:00:00Z") : unusual.announcedAt;
  return prisma().serviceWindow.create({
    data: {
      ...{ uid: randomUUID(), title: unusual.title ?? "Mindre servicevindue", titleEn: "Minor maintenance" },
      ...{ windowClass: unusual.windowClass ?? "minor", traffic: unusual.traffic ?? "queued" },
      ...{ phase: unusual.phase ?? "planned", plannedFrom, plannedTo, announcedAt },
      updatedAt: announcedAt ?? plannedFrom,
      services: { create: services.map(({ id }) => ({ serviceId: id })) },
    },
    select: { id: true, uid: true },
  });
}
