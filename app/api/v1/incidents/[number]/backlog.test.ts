import { beforeAll, expect, test } from "vitest";
import { ownerPool } from "@/lib/db/pool.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { countBacklogs } from "@/lib/status/backlog/commands.ts";
import { createDelivery } from "@/prisma/factories/ledger.ts";
import { signInAs } from "@/prisma/factories/session.ts";
import { createIncident, createService } from "@/prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "@/prisma/factories/world.ts";
import { GET as backlog } from "./backlog/route.ts";
import { GET as csv } from "./backlog.csv/route.ts";

useFreshDatabase();

const HOUR = 3_600_000;
let world: SmallWorld;
let published: string;
let hidden: string;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const { northCare, southCare, northHospital, southHospital, advis } = world;
  const startedAt = new Date(Date.now() - 3 * HOUR);
  const services = [await createService({ station: "vans" })];
  for (const publishedAt of [startedAt, null]) {
    const { id, number } = await createIncident(services, { startedAt, publishedAt });
    if (publishedAt) published = number;
    else hidden = number;
    await prisma().impact.createMany({
      data: [northCare, southCare].map((at) => ({
        ...{ incidentId: id, installationId: at.id, effect: "delayed" as const, fromAt: startedAt },
      })),
    });
  }
  const sentAt = startedAt.getTime() + 60_000;
  const sent = { sentAt, state: "overdue" as const };
  await createDelivery(ownerPool(), northCare, northHospital, advis.id, { ...sent, letterId: "=HYPERLINK(1)" });
  await createDelivery(ownerPool(), northCare, northHospital, advis.id, {
    ...sent,
    state: "late_ok",
    letterId: "late",
  });
  await createDelivery(ownerPool(), northCare, northHospital, advis.id, { ...sent, state: "ok", letterId: "in-time" });
  await createDelivery(ownerPool(), southCare, southHospital, advis.id, { ...sent, letterId: "south" });
  await countBacklogs(new Date());
});

type Name = keyof SmallWorld["viewers"];
async function ask(route: typeof backlog, name: Name, number: string, query = ""): Promise<Response> {
  const cookie = await signInAs(ownerPool(), world.viewers[name]);
  const request = new Request(`http://localhost:3000/api/v1/incidents/x/backlog${query}`, {
    headers: { host: "localhost:3000", cookie },
  });
  return route(request, { params: Promise.resolve({ number }) });
}
const fileOf = async (name: Name, query = "") => (await ask(csv, name, published, query)).text();

test("each caller is told its own counts", async () => {
  for (const [name, n] of [
    ["operator", 4],
    ["north", 3],
    ["vendor", 3],
    ["south", 1],
    ["southRegion", 1],
    ["otherVendor", 0],
  ] as const) {
    const answer = await (await ask(backlog, name, published)).json();
    expect([name, answer.total.n]).toEqual([name, n]);
  }
});

test("an incident that is not published is answered as one that does not exist", async () => {
  for (const route of [backlog, csv]) {
    for (const number of [hidden, "2026-999"]) {
      const response = await ask(route, "north", number);
      const { requestId: _, ...problem } = await response.json();
      expect([response.status, problem]).toEqual([404, expect.objectContaining({ code: "not_found" })]);
    }
  }
});

test("what does not fit is refused with the field named", async () => {
  for (const [number, query, field] of [
    ["1; DROP", "", "number"],
    ["2026-1", "?side=both", "side"],
  ] as const) {
    const response = await ask(backlog, "operator", number, query);
    expect([response.status, (await response.json()).field]).toEqual([400, field]);
  }
});

test("the file has what came late or has no answer, the caller's own, and no cell a spreadsheet would run", async () => {
  const north = await fileOf("north");
  expect(north.trim().split("\r\n")).toHaveLength(3);
  expect(north).toContain("'=HYPERLINK(1)");
  expect(north).toContain("late");
  expect(north).not.toContain("in-time");
  expect(north).not.toContain("south");
  expect((await fileOf("north", "?left=missing")).trim().split("\r\n")).toHaveLength(2);
  expect((await fileOf("otherVendor")).trim().split("\r\n")).toHaveLength(1);
});
