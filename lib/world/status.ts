import { prisma } from "../db/prisma.ts";
import type { Station } from "../ledger/states.ts";
import { countBacklogs } from "../status/backlog/commands.ts";
import { freezeMonth } from "../status/objectives/commands.ts";
import { addDays, danishInstant } from "../time/danish.ts";
import { addMonths } from "../time/month.ts";
import { byCode, type Ids, need } from "./ids.ts";
import { correctStart, makeIncidents } from "./incidents.ts";
import { makeRunbooks } from "./runbooks.ts";
import { HISTORY_DAYS, timelineOf } from "./timeline.ts";
import { makeWindows } from "./windows.ts";

const DAY_MS = 24 * 3_600_000;
type Words = readonly [da: string, en: string];
type DemoService = { code: string; name: Words; note?: Words };
type DemoStation = DemoService & { station: Station; operator?: string; sources: readonly string[] };
type DemoChain = DemoService & { types: readonly string[]; whole: readonly string[]; parts: readonly string[] };

const SYSTEMS = [
  ...["systematic", "kmd-nexus", "eg", "netcompany", "epic"],
  ...["lyngbjerg", "tvedskov", "skallebaek"],
];
const vans = (operator: string, name: string): DemoStation => ({
  ...{
    code: `vans-${operator.replace("-vans", "")}`,
    name: [name, name],
    station: "vans",
    operator,
    sources: [operator],
  },
});
const STATIONS: readonly DemoStation[] = [
  vans("kmd", "KMD VANS"),
  vans("multimed", "MultiMed VANS"),
  vans("truecommerce", "TrueCommerce VANS"),
  vans("strandby-vans", "Strandby VANS"),
  {
    ...{ code: "sundhedsagent", name: ["Sundhedsagent", "Health agent"], station: "agent" },
    ...{ operator: "sundhedsagent", sources: ["sundhedsagent"] },
  },
  {
    ...{ code: "beskedfordeler", name: ["Beskedfordeler", "Message distributor"], station: "distributor" },
    ...{ operator: "beskedfordeler", sources: ["beskedfordeler"] },
  },
  {
    ...{ code: "fordeler-ydby", name: ["Fordelernode Ydby", "Distributor node Ydby"], station: "distributor" },
    ...{ operator: "fordeler-ydby", sources: ["fordeler-ydby"] },
  },
  {
    ...{ code: "postkasser", name: ["Postkasser", "Mailboxes"], station: "mailbox" },
    ...{ note: ["dueslag hos Beskedfordeler", "at the message distributor"] },
    sources: ["beskedfordeler", "fordeler-ydby"],
  },
  {
    ...{ code: "modtagersystemer", name: ["Modtagersystemer", "Recipient systems"], station: "recipient" },
    sources: SYSTEMS,
  },
];

const EVERY_VANS = ["vans-kmd", "vans-multimed", "vans-truecommerce", "vans-strandby"];
const DISTRIBUTORS = ["beskedfordeler", "fordeler-ydby"];
const CHAINS: readonly DemoChain[] = [
  {
    code: "advis",
    name: ["Advis om sygehusophold", "Hospital notification"],
    note: ["egen kanal", "its own channel"],
    types: ["FDIS20"],
    whole: ["sundhedsagent", "postkasser", "modtagersystemer"],
    parts: ["vans-kmd", "vans-strandby", ...DISTRIBUTORS],
  },
  {
    code: "hjemmepleje",
    name: ["Hjemmepleje og sygehus", "Home care and hospital"],
    types: ["XDIS16", "XDIS18", "XDIS22", "XREF15", "XREF22", "GGOP", "homecareobservation"],
    whole: ["modtagersystemer"],
    parts: EVERY_VANS,
  },
  {
    code: "korrespondance",
    name: ["Korrespondance", "Correspondence"],
    note: ["CareCommunication", "CareCommunication"],
    types: ["FDIS91", "XDIS91", "DIS91"],
    whole: ["modtagersystemer"],
    parts: EVERY_VANS,
  },
  {
    code: "aeldre-advis",
    name: ["Ældre advis (XDIS17, XDIS20)", "Older notifications (XDIS17, XDIS20)"],
    note: ["lukkes", "being closed"],
    types: ["XDIS17", "XDIS20", "DIS17", "DIS20"],
    whole: ["sundhedsagent", "postkasser", "modtagersystemer"],
    parts: ["vans-kmd", "vans-strandby", ...DISTRIBUTORS],
  },
];

/** KOMBIT's promise of the Serviceplatform; that it holds for these services too is assumed: their own were not found. */
const ASSUMED = {
  ...{ workFrom: 6, workTo: 18, workingTarget: "0.998", otherTarget: "0.985" },
  ...{ source: "KOM SF2900 2.4 §1.3.1", assumed: true },
};
/** What the invented supplier has agreed to, and raised once. */
const AGREED = { workFrom: 7, workTo: 17, source: "Driftsaftale, Strandby VANS", assumed: false };

/**
 * The demo's status: services and what they are promised, runbooks, what went wrong and what is planned. The same on every run
 * of the same day; whatever behaves badly bears an invented name. Reads what the outages did from the deliveries, so these come first.
 */
export async function makeStatus(anchor: string, now: Date): Promise<void> {
  const timeline = timelineOf(anchor);
  const services = await makeServices();
  await makeObjectives(services, anchor);
  const runbooks = await makeRunbooks(new Date(timeline.outages[0]?.from ?? now));
  await makeWindows(services, timeline, now);
  await makeIncidents(services, runbooks, timeline, now);
  await freezeSoFar(anchor, now);
  await correctStart(timeline);
  await countBacklogs(new Date((timeline.outages[0]?.to ?? 0) + 8 * DAY_MS));
}

/** Each month was frozen in the night after it, before anything of it was corrected. */
async function freezeSoFar(anchor: string, now: Date): Promise<void> {
  for (
    let month = addDays(anchor, -HISTORY_DAYS).slice(0, 7);
    month < anchor.slice(0, 7);
    month = addMonths(month, 1)
  ) {
    const night = danishInstant(`${addMonths(month, 1)}-01`, "04:15");
    await freezeMonth(new Date(Math.min(night, now.getTime())));
  }
}

async function makeServices(): Promise<Ids> {
  const select = { id: true, code: true };
  const operators = byCode(await prisma().stationOperator.findMany({ select }));
  const sources = byCode(await prisma().source.findMany({ select }));
  const named = ({ code, name, note }: DemoService, position: number) => ({
    ...{ code, position, name: name[0], nameEn: name[1] },
    ...(note ? { note: note[0], noteEn: note[1] } : {}),
  });
  const made = await prisma().service.createManyAndReturn({
    data: [
      ...CHAINS.map((chain, n) => ({ ...named(chain, n + 1), kind: "chain" as const, types: [...chain.types] })),
      ...STATIONS.map((station, n) => ({
        ...named(station, n + 1),
        ...{ kind: "station" as const, station: station.station, types: [] },
        ...(station.operator ? { operatorId: need(operators, station.operator) } : {}),
      })),
    ],
    select,
  });
  const services = byCode(made);
  await prisma().serviceDependency.createMany({
    data: CHAINS.flatMap(({ code, whole, parts }) =>
      [...whole, ...parts].map((station) => ({
        ...{ chainId: need(services, code), stationId: need(services, station), whole: whole.includes(station) },
      })),
    ),
  });
  await prisma().serviceSource.createMany({
    data: STATIONS.flatMap((station) =>
      station.sources.map((source) => ({
        ...{ serviceId: need(services, station.code), sourceId: need(sources, source) },
      })),
    ),
  });
  return services;
}

async function makeObjectives(services: Ids, anchor: string): Promise<void> {
  const since = new Date(`${addDays(anchor, -HISTORY_DAYS).slice(0, 7)}-01`);
  const raised = new Date(`${anchor.slice(0, 7)}-01`);
  const strandby = need(services, "vans-strandby");
  await prisma().objective.createMany({
    data: [
      ...[...services.values()]
        .filter((serviceId) => serviceId !== strandby)
        .map((serviceId) => ({ serviceId, validFrom: since, ...ASSUMED })),
      { serviceId: strandby, validFrom: since, ...AGREED, workingTarget: "0.995", otherTarget: "0.98" },
      { serviceId: strandby, validFrom: raised, ...AGREED, workingTarget: "0.997", otherTarget: "0.98" },
    ],
  });
}
