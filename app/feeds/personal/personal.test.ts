import { beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../../lib/access/viewer.ts";
import { ownerPool } from "../../../lib/db/pool.ts";
import { prisma } from "../../../lib/db/prisma.ts";
import { useFreshDatabase } from "../../../lib/db/testing.ts";
import { disableAddress } from "../../../lib/subscriptions/addresses/commands.ts";
import { addFeed, renewFeed } from "../../../lib/subscriptions/addresses/feed.ts";
import type { FetchedChannel } from "../../../lib/subscriptions/shapes.ts";
import { createGrant, createPerson } from "../../../prisma/factories/directory.ts";
import { createSmallWorld, type SmallWorld, viewerOf } from "../../../prisma/factories/world.ts";
import { GET as calendar } from "../../calendar/personal/[file]/route.ts";
import { GET as feed } from "./[file]/route.ts";

useFreshDatabase();

let world: SmallWorld;
let holder: Viewer;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const person = await createPerson(ownerPool());
  await createGrant(ownerPool(), person, world.north, "municipality");
  holder = { ...viewerOf(world.north, "municipality"), personId: person.id };
});

const made = (channel: FetchedChannel) => addFeed(holder, { channel, label: "Vagten", locale: "da" }, new Date());
const ask = (path: string, headers: Record<string, string> = {}, method = "GET") => {
  const answer = path.startsWith("/feeds/") ? feed : calendar;
  const request = new Request(`http://status.example${path}`, { method, headers });
  return answer(request, { params: Promise.resolve({ file: path.split("/").at(-1) }) });
};
const readOn = async (id: number) => (await prisma().endpoint.findUniqueOrThrow({ where: { id } })).readOn;

describe.each([
  ["atom", "application/atom+xml; charset=utf-8", "<feed "],
  ["calendar", "text/calendar; charset=utf-8", "BEGIN:VCALENDAR"],
] as const)("a personal address of channel %s", (channel, type, begins) => {
  test("answers whoever holds it, for them alone", async () => {
    const answer = await ask((await made(channel)).path);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ "content-type": type, "cache-control": "private, no-cache" },
      "x-robots-tag": "noindex, nofollow",
    });
    expect(await answer.text()).toContain(begins);
  });

  test("is sent once until it changes, by its tag or by its time", async () => {
    const { path } = await made(channel);
    const { headers } = await ask(path);
    const [etag, modified] = [headers.get("etag") ?? "", headers.get("last-modified") ?? ""];
    for (const known of [{ "if-none-match": etag }, { "if-modified-since": modified }]) {
      const again = await ask(path, known);
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    }
    const earlier = new Date(Date.parse(modified) - 1_000).toUTCString();
    for (const unknown of [
      { "if-none-match": '"another"', "if-modified-since": modified },
      { "if-modified-since": earlier },
      { "if-modified-since": "yesterday" },
    ])
      expect((await ask(path, unknown)).status).toBe(200);
  });

  test("notes the day it was fetched, but not that it was looked for", async () => {
    const { id, path } = await made(channel);
    await ask(path, {}, "HEAD");
    expect(await readOn(id)).toBeNull();
    const { headers } = await ask(path);
    expect(await readOn(id)).not.toBeNull();
    await prisma().endpoint.update({ where: { id }, data: { readOn: null } });
    await ask(path, { "if-none-match": headers.get("etag") ?? "" });
    expect(await readOn(id)).not.toBeNull();
  });

  test("that is wrong, was replaced, was removed or is of another kind is answered exactly alike", async () => {
    const [replaced, removed, other] = [
      await made(channel),
      await made(channel),
      await made(channel === "atom" ? "calendar" : "atom"),
    ];
    await renewFeed(holder, replaced, new Date());
    await disableAddress(holder, removed, new Date());
    const [, before = "", after = ""] = /^(.*\/)[\w-]{43}(\..*)$/.exec(replaced.path) ?? [];
    const strange = /([\w-]{43})\./.exec(other.path)?.[1];
    const paths = [
      replaced.path,
      removed.path,
      ...["x", "a".repeat(43), strange].map((one) => `${before}${one}${after}`),
    ];
    const answers = await Promise.all(
      [...paths, `${before}${strange}`].map(async (path) => {
        const answer = await ask(path);
        const { "x-request-id": requestId, ...headers } = Object.fromEntries(answer.headers);
        return [answer.status, headers, (await answer.text()).replaceAll(requestId ?? "", "")];
      }),
    );
    expect(answers[0]?.[0]).toBe(404);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});
