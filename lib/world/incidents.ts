import { prisma } from "../db/prisma.ts";
import { danishDay } from "../time/danish.ts";
import { catalogue, type Place } from "./catalogue.ts";
import { type Ids, need } from "./ids.ts";
import { type DemoIncident, postbox, type Step, strandby, suspicion, ydby } from "./incident-texts.ts";
import type { DemoVersion } from "./runbooks.ts";
import { type Hit, hitBy } from "./status-sql.ts";
import { feltBy, type Outage, type Timeline } from "./timeline.ts";

const MINUTE_MS = 60_000;
const ADVIS = ["FDIS20", "XDIS17", "XDIS20"];
const EVERYTHING = [...ADVIS, "FDIS91", "XDIS91", "XREF22", "GGOP"];

type Demo = {
  services: Ids;
  runbooks: ReadonlyMap<string, DemoVersion>;
  operator: number;
  sources: ReadonlyMap<string, { id: number; organisationId: number }>;
  now: number;
};

/**
 * What went wrong: two outages and a smaller trouble of the past with all that was said of them, whom they hit according to
 * the ledger, and the reports they began with; and a suspicion that nobody has looked at yet.
 */
export async function makeIncidents(
  services: Ids,
  runbooks: ReadonlyMap<string, DemoVersion>,
  timeline: Timeline,
  now: Date,
): Promise<void> {
  const demo = { services, runbooks, now: now.getTime(), ...(await people()) };
  const [first, second] = timeline.outages;
  const blocked = timeline.blocked.at(-1);
  if (!first || !second || !blocked) throw new Error("The timeline has two outages and a blocked mailbox");
  const byDistributor = (place: Place) => place.distributor === first.operator;
  const byVans = (place: Place) => place.vans === second.operator;
  await make(demo, ydby(first), await hit(first, byDistributor, ADVIS));
  await make(
    demo,
    postbox(blocked),
    await hitBy([blocked.mailbox], ADVIS, new Date(blocked.from), new Date(blocked.to)),
  );
  await make(demo, strandby(second), await hit(second, byVans, EVERYTHING));
  await make(demo, suspicion(Math.floor(demo.now / MINUTE_MS) * MINUTE_MS), []);
}

async function people(): Promise<Pick<Demo, "operator" | "sources">> {
  const operator = await prisma().person.findUniqueOrThrow({
    where: { email: "vagt@kombit.example" },
    select: { id: true },
  });
  const sources = await prisma().source.findMany({ select: { id: true, code: true, organisationId: true } });
  return { operator: operator.id, sources: new Map(sources.map(({ code, ...source }) => [code, source])) };
}

/** The installations of the municipalities that felt an outage and whose receipts came late, according to the ledger. */
function hit(outage: Outage, through: (place: Place) => boolean, types: readonly string[]): Promise<Hit[]> {
  const places = catalogue().municipalities.filter((place) => through(place) && feltBy(outage, place.key) !== "not");
  const mailboxes = places.flatMap(({ installations }) => installations.map(({ mailbox }) => mailbox));
  return hitBy(mailboxes, types, new Date(outage.from), new Date(outage.to));
}

async function make(demo: Demo, incident: DemoIncident, hits: readonly Hit[]): Promise<void> {
  const { number, steps, reports } = incident;
  const year = danishDay(incident.startedAt).slice(0, 4);
  const last = steps.at(-1);
  const at = (step: Step | undefined) => (step ? new Date(step.at) : null);
  const phaseAt = (phase: Step["phase"]) => at(steps.find((step) => step.phase === phase));
  const first = steps[0];
  const publishedAt = first ? new Date(first.at + first.saidAfter) : null;
  const municipalities = [...new Set(hits.map(({ municipalityId }) => municipalityId))];
  const told = last ? last.at + last.saidAfter : incident.detectedAt;
  const { id } = await prisma().incident.create({
    data: {
      ...{ number: `${year}-${number}`, title: incident.title.da, titleEn: incident.title.en },
      ...{ phase: last?.phase ?? "suspected", severity: last?.severity ?? incident.severity },
      ...{ trouble: last?.trouble ?? incident.trouble, causeClass: incident.causeClass },
      startedAt: new Date(incident.startCorrected ? incident.detectedAt : incident.startedAt),
      detectedAt: new Date(incident.detectedAt),
      ...{ confirmedAt: phaseAt("confirmed"), resolvedAt: phaseAt("resolved") },
      ...{ backlogClearedAt: phaseAt("backlog_cleared"), publishedAt },
      updatedAt: new Date(Math.max(told, incident.followUp?.at ?? 0)),
      municipalities: municipalities.length === 0 ? null : municipalities.length,
      ...(incident.followUp
        ? {
            ...{ followUpCause: incident.followUp.cause.da, followUpCauseEn: incident.followUp.cause.en },
            ...{ followUpMeasures: incident.followUp.measures.da, followUpMeasuresEn: incident.followUp.measures.en },
            followUpAt: new Date(incident.followUp.at),
          }
        : {}),
      version: steps.length + 1,
      services: { create: incident.services.map((code) => ({ serviceId: need(demo.services, code) })) },
      updates: {
        create: steps.map(({ phase, severity, trouble, text, at: statedAt, saidAfter }, n) => ({
          ...{ nr: n + 1, phase, severity, trouble, text: text.da, textEn: text.en, statedAt: new Date(statedAt) },
          ...{ publishedAt: new Date(statedAt + saidAfter), writtenById: demo.operator, audience: municipalities },
        })),
      },
      impacts: {
        create: hits.map((one) => ({
          ...{ installationId: one.installationId, effect: one.withoutAnswer > 0 ? "lost" : "delayed" },
          ...{ fromAt: one.from, toAt: new Date(Math.max(incident.overAt, one.from.getTime())) },
          ...{ isPublic: incident.shown(one.municipality), due: one.due, overdue: one.late },
        })),
      },
    },
    select: { id: true },
  });
  await makeReports(demo, id, year, number, reports);
  await useRunbook(demo, id, incident);
}

/** The first report raised the incident; another sender's raised a suspicion of its own that was merged into it. */
async function makeReports(
  demo: Demo,
  incidentId: number,
  year: string,
  number: number,
  reports: DemoIncident["reports"],
): Promise<void> {
  for (const [n, report] of reports.entries()) {
    const source = demo.sources.get(report.source);
    if (!source) throw new Error(`The demo lacks ${report.source}`);
    const { trouble, summary, service } = report;
    const [startedAt, receivedAt] = [new Date(report.startedAt), new Date(report.receivedAt)];
    const serviceId = need(demo.services, service);
    const merged = report.merged
      ? await prisma().incident.create({
          data: {
            ...{ number: `${year}-${number + n}`, phase: "suspected", severity: "major", trouble, startedAt },
            ...{ title: report.merged.da, titleEn: report.merged.en, detectedAt: receivedAt, updatedAt: receivedAt },
            ...{ mergedIntoId: incidentId, version: 2, services: { create: [{ serviceId }] } },
          },
          select: { id: true },
        })
      : null;
    await prisma().report.create({
      data: {
        ...{ sourceId: source.id, externalId: `${report.source}-${number}`, organisationId: source.organisationId },
        ...{ receivedAt, serviceId, trouble, severity: report.severity, startedAt, summary },
        ...{ incidentId, firstIncidentId: merged?.id ?? incidentId },
      },
    });
  }
}

async function useRunbook(demo: Demo, incidentId: number, { runbook, detectedAt }: DemoIncident): Promise<void> {
  const version = runbook && demo.runbooks.get(runbook);
  if (!version) return;
  const personId = demo.operator;
  await prisma().runbookUse.create({
    data: {
      ...{ incidentId, runbookVersionId: version.id, at: new Date(detectedAt + 3 * MINUTE_MS), personId },
      ticks: {
        create: Array.from({ length: version.steps }, (_, step) => ({
          ...{ step, at: new Date(detectedAt + (4 + 11 * step) * MINUTE_MS), personId },
        })),
      },
    },
  });
}

/** The report after the first outage found that it began before anybody noticed: the month it fell in had been frozen. */
export async function correctStart(timeline: Timeline): Promise<void> {
  const [outage] = timeline.outages;
  if (!outage) return;
  const { startedAt, detectedAt, title, followUp } = ydby(outage);
  const [before, after] = [new Date(detectedAt), new Date(startedAt)];
  const incident = await prisma().incident.findFirstOrThrow({ where: { title: title.da }, select: { id: true } });
  await prisma().incident.update({
    where: { id: incident.id },
    data: {
      ...{ startedAt: after, version: { increment: 1 } },
      revisions: {
        create: {
          ...{ field: "startedAt", before: before.toISOString(), after: after.toISOString() },
          at: new Date(followUp?.at ?? detectedAt),
        },
      },
    },
  });
}
