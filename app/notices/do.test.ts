import { beforeAll, beforeEach, expect, test } from "vitest";
import { ownerPool } from "@/lib/db/pool.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { linkToken } from "@/lib/notices/links.ts";
import { createEndpoint, createSubscription } from "@/prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "@/prisma/factories/world.ts";
import { POST } from "./[token]/do/route.ts";

useFreshDatabase();

let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`);

const multipart = () => {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  return form;
};
test.each<[string, () => BodyInit | null, boolean]>([
  ["a mail program's one click", () => new URLSearchParams({ "List-Unsubscribe": "One-Click" }), true],
  ["the same as multipart", multipart, true],
  ["the page's own button", () => new URLSearchParams({ do: "leave" }), true],
  ["a scanner that posts to every address it finds", () => null, false],
  ["one that fills in what it likes", () => new URLSearchParams({ q: "1" }), false],
  ["one that posts something else", () => "{}", false],
])("%s", async (_, body, leaves) => {
  const endpoint = await createEndpoint(world.north);
  const { id } = await createSubscription(world.north, [endpoint]);
  const token = linkToken({ deed: "leave", subscriptionId: id, endpointId: endpoint.id });
  const request = new Request(`https://overblik.example/notices/${token}/do`, { method: "POST", body: body() });
  const answer = await POST(request, { params: Promise.resolve({ token }) });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `/notices/${token}`]);
  const { leftAt } = await prisma().subscriptionEndpoint.findFirstOrThrow();
  expect(leftAt !== null).toBe(leaves);
});
