import { prisma } from "../db/prisma.ts";
import type { Station } from "../ledger/states.ts";
import { countBacklogs } from "../status/backlog/commands.ts";
import { freezeMonth } from "../status/objectives/commands.ts";
import { DEFAULT_PROMISE } from "../status/objectives/schema.ts";
import { addDays, danishInstant } from "../time/danish.ts";
import { addMonths } from "../time/month.ts";
import { makeContacts } from "./contacts.ts";
import { byCode, type Ids, need } from "./ids.ts";
import { correctStart, makeIncidents } from "./incidents.ts";
import { makeRunbooks } from "./runbooks.ts";
import { makeSignals } from "./signals.ts";
import { HISTORY_DAYS, timelineOf } from "./timeline.ts";
import { makeWindows } from "./windows.ts";

const DAY_MS = 24 * 3_600_000;
type Words = readonly [da: string, en: string];
type DemoStation = {
  code: string;
  name: Words;
  station: Station;
  position: number;
  operator: string;
  /** The chains of which a part runs through it. */
  chains: readonly string[];
};

/** The invented stations that stand beside the real ones: what comes of behaving badly is theirs. */
const INVENTED: readonly DemoStation[] = [
  {
    ...{ code: "vans-strandby", name: ["Strandby VANS", "Strandby VANS"], station: "vans", position: 35 },
    ...{ operator: "strandby-vans", chains: ["advis", "hjemmepleje", "korrespondance", "aeldre-advis"] },
  },
  {
    ...{ code: "fordeler-ydby", name: ["Fordelernode Ydby", "Distributor node Ydby"], station: "distributor" },
    ...{ position: 55, operator: "fordeler-ydby", chains: ["advis", "aeldre-advis"] },
  },
];

/** Whose coverage says that a station is seen. */
const SEEN_BY: Record<string, readonly string[]> = {
  "vans-kmd": ["kmd"],
  "vans-multimed": ["multimed"],
  "vans-truecommerce": ["truecommerce"],
  "vans-strandby": ["strandby-vans"],
  sundhedsagent: ["sundhedsagent"],
  beskedfordeler: ["beskedfordeler"],
  "fordeler-ydby": ["fordeler-ydby"],
  postkasser: ["beskedfordeler", "fordeler-ydby"],
  modtagersystemer: [
    ...["systematic", "kmd-nexus", "eg", "netcompany", "epic"],
    ...["lyngbjerg", "tvedskov", "skallebaek"],
  ],
};

/** What the invented supplier has agreed to, and raised once. */
const AGREED = { workFrom: 7, workTo: 17, source: "Driftsaftale, Strandby VANS", assumed: false };

/**
 * The demo's status: its own services beside everybody's, what they are promised, runbooks, what went wrong, what is
 * planned and whom to call.
 * The same on every run of the same day; whatever behaves badly bears an invented name. Reads what the outages did from the deliveries, so these come first.
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
  await makeContacts(anchor);
  await makeSignals(addDays(anchor, -HISTORY_DAYS), now);
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

/** What is invented joins the services that every database has. */
async function makeServices(): Promise<Ids> {
  const select = { id: true, code: true };
  const operators = byCode(await prisma().stationOperator.findMany({ select }));
  const sources = byCode(await prisma().source.findMany({ select }));
  await prisma().service.createMany({
    data: INVENTED.map(({ name, operator, chains: _, ...station }) => ({
      ...{ ...station, kind: "station" as const, types: [] },
      ...{ name: name[0], nameEn: name[1], operatorId: need(operators, operator) },
    })),
  });
  const services = byCode(await prisma().service.findMany({ select }));
  await prisma().serviceDependency.createMany({
    data: INVENTED.flatMap(({ code, chains }) =>
      chains.map((chain) => ({ chainId: need(services, chain), stationId: need(services, code), whole: false })),
    ),
  });
  await prisma().serviceSource.createMany({
    data: Object.entries(SEEN_BY).flatMap(([service, codes]) =>
      codes.map((source) => ({ serviceId: need(services, service), sourceId: need(sources, source) })),
    ),
  });
  return services;
}

async function makeObjectives(services: Ids, anchor: string): Promise<void> {
  const since = new Date(`${addDays(anchor, -HISTORY_DAYS).slice(0, 7)}-01`);
  const raised = new Date(`${anchor.slice(0, 7)}-01`);
  const strandby = { serviceId: need(services, "vans-strandby"), ...AGREED, otherTarget: "0.98" };
  const { working, other, ...usual } = DEFAULT_PROMISE;
  await prisma().objective.createMany({
    data: [
      { ...strandby, validFrom: since, workingTarget: "0.995" },
      { ...strandby, validFrom: raised, workingTarget: "0.997" },
      {
        ...{ serviceId: need(services, "fordeler-ydby"), validFrom: since, ...usual },
        ...{ workingTarget: working, otherTarget: other },
      },
    ],
  });
}
