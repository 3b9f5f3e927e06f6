import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { createEndpoint, createSubscription, EVERYTHING } from "../../prisma/factories/notices.ts";
import { createService, type MadeService } from "../../prisma/factories/status.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { DomainError } from "../errors.ts";
import { adjustImpacts, dismiss, merge, split, withdraw } from "../status/incidents/commands.ts";
import { readDismissalEnds, readMergeEnds } from "../status/incidents/ends.ts";
import { type Desk, later, twoAtTheDesk } from "../status/incidents/testing.ts";
import { takeHandReport } from "../status/reports/commands.ts";
import { handReport } from "../status/reports/schema.ts";
import type { Filter } from "../subscriptions/shapes.ts";
import { watchGrowth } from "./growth.ts";

useFreshDatabase();

let desk: Desk;
let services: MadeService[];
beforeAll(async () => {
  desk = await twoAtTheDesk();
  services = [
    await createService({ station: "distributor" }),
    await createService({ station: "agent" }),
    await createService({ station: "vans" }),
  ];
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`);

const DEEDS = ["say", "resolve", "withdraw", "dismiss", "merge", "split", "hit", "grow", "narrow", "widen"] as const;
type Deed = { deed: (typeof DEEDS)[number]; one: number; other: number };
const deeds = fc.array(fc.record({ deed: fc.constantFrom(...DEEDS), one: fc.nat(2), other: fc.nat(2) }), {
  minLength: 4,
  maxLength: 14,
});
const deed = (deed: Deed["deed"], one: number, other = 0): Deed => ({ deed, one, other });
/** What chance seldom finds: what somebody follows is merged into what is over, taken back or never said. */
const RARE: Deed[][] = [
  [deed("say", 0), deed("say", 1), deed("resolve", 1), deed("merge", 1, 0)],
  [deed("say", 0), deed("say", 1), deed("withdraw", 1), deed("merge", 1, 0)],
  [deed("say", 0), deed("merge", 1, 0), deed("narrow", 0), deed("split", 1)],
  [deed("say", 0), deed("merge", 1, 0), deed("merge", 2, 1), deed("dismiss", 2)],
  [deed("say", 0), deed("say", 1), deed("resolve", 1), deed("merge", 0, 1), deed("narrow", 0)],
  [
    deed("say", 0),
    deed("say", 1),
    deed("resolve", 1),
    deed("merge", 0, 1),
    deed("merge", 2, 0),
    deed("say", 2),
    deed("narrow", 0),
  ],
];
const FILTERS: Partial<Filter>[] = [
  {},
  { moments: ["opened"], minSeverity: "major" },
  { mine: true, kinds: ["incident"], moments: ["opened", "updated"] },
];

/** Three incidents with a report each, and three subscriptions. */
async function begin() {
  const { anna, world } = desk;
  const incidents: number[] = [];
  for (const { id } of services) {
    const raised = await desk.raised({ services: [id], severity: "minor" });
    const said = { organisationId: world.vendor.id, serviceId: id, trouble: "partial", incidentId: raised.id };
    await takeHandReport(anna, handReport.parse({ ...said, startedAt: "2026-11-24T05:12:00Z" }), later(0));
    incidents.push(raised.id);
  }
  const subscriptions: number[] = [];
  for (const filter of FILTERS)
    subscriptions.push((await createSubscription(world.north, [await createEndpoint(world.north)], { filter })).id);
  subscriptions.push((await createSubscription(world.operator, [await createEndpoint(world.operator)])).id);
  return { incidents, subscriptions };
}
const stateOf = (id: number) => prisma().incident.findUniqueOrThrow({ where: { id } });

/** What the desk does not allow does not happen. */
async function allowed(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
}

test("whoever got an opening gets an end, whatever is merged, split, taken back, dismissed or asked for meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`;
      const { incidents, subscriptions } = await begin();
      /** By thread, those that once stood for it. */
      const joined = new Map<string, Set<string>>();
      let minute = 1;
      for (const step of all) await allowed(act(step, { incidents, subscriptions, joined }, ++minute));
      for (let round = 0; round < 3; round++) for (const id of incidents) await allowed(end(id, ++minute));
      for (const subscriptionId of subscriptions) await expectEnds(subscriptionId, joined);
    }),
    { numRuns: 16, examples: RARE.map((rare): [Deed[]] => [rare]) },
  );
}, 240_000);

type World = { incidents: number[]; subscriptions: number[]; joined: Map<string, Set<string>> };
async function act({ deed, one, other }: Deed, { incidents, subscriptions, joined }: World, minute: number) {
  const [id = 0, second = 0] = [incidents[one], incidents[other]];
  const { anna, world } = desk;
  const now = later(minute);
  const seen = { incidentId: id, version: (await stateOf(id)).version };
  const filtered = async (filter: Partial<Filter>) => {
    const subscriptionId = subscriptions[one] ?? 0;
    await prisma().subscriptionFilter.create({
      data: { subscriptionId, validFrom: now, filter: { ...EVERYTHING, ...filter } },
    });
  };
  switch (deed) {
    case "say":
      return desk.said(id, { severity: minute % 2 === 0 ? "critical" : "minor" }, now);
    case "resolve":
      return desk.said(id, { phase: "resolved" }, now);
    case "withdraw":
      return withdraw(anna, seen, now);
    case "dismiss":
      return dismissed(seen, now);
    case "merge": {
      const from = [{ incidentId: second, version: (await stateOf(second)).version }];
      const { told } = await readMergeEnds(anna, { intoId: id, fromIds: [second] }, now);
      await merge(anna, { intoId: id, version: seen.version, from, shown: told.total }, now);
      const [into, gone] = [await stateOf(id), await stateOf(second)];
      for (const [thread, ends] of [...joined, [gone.number, new Set<string>()] as const])
        if (thread === gone.number || ends.has(gone.number))
          joined.set(thread, new Set([...ends, ...(joined.get(thread) ?? []), into.number]));
      return undefined;
    }
    case "split": {
      const reports = await prisma().report.findMany({ where: { incidentId: id, firstIncidentId: { not: id } } });
      if (reports.length === 0) return undefined;
      return split(anna, { ...seen, reportIds: reports.map((report) => report.id), to: "original" }, now);
    }
    case "hit": {
      const installation = [world.northCare, world.southCare, world.northHome][other] ?? world.northCare;
      const row = { installationId: installation.id, effect: "delayed" as const, to: null };
      return adjustImpacts(anna, { incidentId: id, rows: [{ ...row, from: later(1).toISOString() }] }, now);
    }
    case "grow":
      return watchGrowth(now);
    case "narrow":
      return filtered({ kinds: ["window"] });
    case "widen":
      return filtered({});
  }
}

/** As the desk does: it is seen first who else is told. */
async function dismissed(seen: { incidentId: number; version: number }, now: Date): Promise<void> {
  const { told } = await readDismissalEnds(desk.anna, seen.incidentId, now);
  await dismiss(desk.anna, { ...seen, reason: "false_alarm", shown: told.total }, now);
}

/** The desk ends what still stands: what is published is resolved, what never was is dismissed. */
async function end(id: number, minute: number): Promise<void> {
  const { mergedIntoId, dismissedAt, publishedAt, withdrawnAt, resolvedAt, version } = await stateOf(id);
  if (mergedIntoId !== null || dismissedAt !== null || resolvedAt !== null) return;
  if (publishedAt === null) await dismissed({ incidentId: id, version }, later(minute));
  else if (withdrawnAt === null) await desk.said(id, { phase: "resolved" }, later(minute));
}

/** After the last thing it was told of a thread that was no end, an end: of that thread, or of what it was merged into. */
async function expectEnds(subscriptionId: number, joined: World["joined"]): Promise<void> {
  const notices = await prisma().notice.findMany({
    where: { subscriptionId },
    orderBy: { signalId: "asc" },
    select: { signal: { select: { id: true, thread: true, moment: true } } },
  });
  const said = notices.map(({ signal }) => signal);
  for (const thread of new Set(said.map((one) => one.thread))) {
    const last = said.findLast((one) => one.thread === thread && one.moment !== "resolved");
    const number = thread.split(":")[1] ?? "";
    const ends = new Set([thread, ...[...(joined.get(number) ?? [])].map((into) => `incident:${into}`)]);
    if (last === undefined) continue;
    const ended = said.some(({ id, thread: of, moment }) => id > last.id && moment === "resolved" && ends.has(of));
    expect(ended, `${thread} of ${subscriptionId}: ${JSON.stringify(said)}`).toBe(true);
  }
}
