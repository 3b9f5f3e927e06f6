import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as openapi } from "@/app/api/openapi.json/route.ts";
import { GET as board } from "@/app/api/v1/board/route.ts";
import { GET as choices } from "@/app/api/v1/choices/route.ts";
import { GET as conformance } from "@/app/api/v1/conformance/route.ts";
import { GET as journey } from "@/app/api/v1/deliveries/[letter]/route.ts";
import { GET as deliveries } from "@/app/api/v1/deliveries/route.ts";
import { GET as csv } from "@/app/api/v1/deliveries.csv/route.ts";
import { GET as backlog } from "@/app/api/v1/incidents/[number]/backlog/route.ts";
import { GET as backlogCsv } from "@/app/api/v1/incidents/[number]/backlog.csv/route.ts";
import { GET as installation } from "@/app/api/v1/installations/[id]/route.ts";
import { GET as overview } from "@/app/api/v1/overview/route.ts";
import { GET as quarantine } from "@/app/api/v1/quarantine/route.ts";
import { POST as search } from "@/app/api/v1/search/route.ts";
import { GET as standing } from "@/app/api/v1/standing/route.ts";
import { GET as stream } from "@/app/api/v1/stream/route.ts";
import { ownerPool } from "@/lib/db/pool.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { letterKey, toAddress } from "@/lib/ledger/keys.ts";
import { createGrant, createPerson } from "@/prisma/factories/directory.ts";
import { createDelivery } from "@/prisma/factories/ledger.ts";
import { cookieOf, signInAs } from "@/prisma/factories/session.ts";
import { createSmallWorld, type SmallWorld } from "@/prisma/factories/world.ts";

useFreshDatabase();

const MINUTE = 60_000;
type Name = keyof SmallWorld["viewers"];
let world: SmallWorld;
let cookies: Record<Name, string>;
/** A letter to each installation, sent by the north hospital. */
let letters: { name: string; installation: number; address: string; id: string; seenBy: Name[] }[];

type Ask = { cookie?: string; headers?: Record<string, string>; body?: unknown };
const asked = (path: string, { cookie, headers, body }: Ask = {}) =>
  new Request(`http://localhost:3000${path}`, {
    headers: { host: "localhost:3000", ...(cookie ? { cookie } : {}), ...headers },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
const at = (params: Record<string, string>) => ({ params: Promise.resolve(params) });

const everyRoute: [name: string, call: (ask?: Ask) => Promise<Response>][] = [
  ["overview", (ask) => overview(asked("/api/v1/overview", ask))],
  ["deliveries", (ask) => deliveries(asked("/api/v1/deliveries", ask))],
  ["deliveries.csv", (ask) => csv(asked("/api/v1/deliveries.csv", ask))],
  ["deliveries/[letter]", (ask) => journey(asked("/api/v1/deliveries/x", ask), at({ letter: "x" }))],
  ["installations/[id]", (ask) => installation(asked("/api/v1/installations/1", ask), at({ id: "1" }))],
  ["board", (ask) => board(asked("/api/v1/board", ask))],
  ["choices", (ask) => choices(asked("/api/v1/choices", ask))],
  ["search", (ask) => search(asked("/api/v1/search", { ...ask, body: { id: "x" } }))],
  ["quarantine", (ask) => quarantine(asked("/api/v1/quarantine", ask))],
  ["conformance", (ask) => conformance(asked("/api/v1/conformance", ask))],
  ["incidents/[number]/backlog", (ask) => backlog(asked("/api/v1/x", ask), at({ number: "2026-1" }))],
  ["incidents/[number]/backlog.csv", (ask) => backlogCsv(asked("/api/v1/x", ask), at({ number: "2026-1" }))],
  ["standing", (ask) => standing(asked("/api/v1/standing", ask))],
  ["stream", (ask) => stream(asked("/api/v1/stream", ask))],
];

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  const entries = await Promise.all(
    Object.entries(world.viewers).map(async ([name, viewer]) => [name, await signInAs(db, viewer)] as const),
  );
  cookies = Object.fromEntries(entries) as Record<Name, string>;
  const { northCare, northHome, southCare, northHospital, advis } = world;
  const sentAt = Math.floor(Date.now() / 1000) * 1000 - 30 * MINUTE;
  letters = [];
  for (const [name, to, role, seenBy] of [
    ["northCare", northCare, 1, ["operator", "auditor", "vendor", "north", "northRegion"]],
    ["northHome", northHome, 2, ["operator", "auditor", "otherVendor", "north", "northRegion"]],
    ["southCare", southCare, 1, ["operator", "auditor", "south", "northRegion"]],
  ] as const) {
    const id = randomUUID();
    const key = letterKey("fhir", null, id);
    await createDelivery(db, to, northHospital, advis.id, { letterKey: key, letterId: id, sentAt, role });
    letters.push({ name, installation: to.id, address: toAddress(key), id, seenBy: [...seenBy] });
  }
});

describe("every route", () => {
  test.each(everyRoute)("%s is closed to whoever is not signed in", async (_, call) => {
    const response = await call();
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toEqual({
      type: "about:blank",
      title: expect.any(String),
      status: 401,
      code: "unauthenticated",
      requestId: response.headers.get("x-request-id"),
    });
  });

  test.each(everyRoute)("%s is closed to a person without a grant in force", async (_, call) => {
    const db = ownerPool();
    const person = await createPerson(db);
    await createGrant(db, person, world.north, "municipality", { to: "2020-01-01" });
    const response = await call({ cookie: await cookieOf(person.id) });
    expect([response.status, (await response.json()).code]).toEqual([403, "no_grant"]);
  });

  test.each(everyRoute)("%s does not take a session somebody else signed", async (_, call) => {
    const forged = `next-auth.session-token=${(await cookieOf(1)).split("=")[1]?.slice(0, -6)}AAAAAA`;
    expect((await call({ cookie: forged })).status).toBe(401);
  });
});

describe("somebody else's ids", () => {
  const same = async (theirs: Response, madeUp: Response) => {
    const tell = async (response: Response) => {
      const { requestId, ...body } = await response.json();
      expect(requestId).toBe(response.headers.get("x-request-id"));
      const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
      return { status: response.status, headers, body };
    };
    const answer = await tell(theirs);
    expect(answer.status).toBe(404);
    expect(answer).toEqual(await tell(madeUp));
  };
  const madeUp = toAddress(randomUUID());

  test("a letter opens for exactly those who may see it, by address and by search", async () => {
    for (const letter of letters) {
      for (const name of Object.keys(cookies) as Name[]) {
        const cookie = cookies[name];
        const open = (address: string) =>
          journey(asked(`/api/v1/deliveries/${address}`, { cookie }), at({ letter: address }));
        const find = (id: string) => search(asked("/api/v1/search", { cookie, body: { id } }));
        if (letter.seenBy.includes(name)) {
          const response = await open(letter.address);
          expect([name, letter.name, response.status]).toEqual([name, letter.name, 200]);
          expect((await response.json()).letterId).toBe(letter.id);
          expect(await (await find(letter.id)).json()).toEqual({ href: `/messages/${letter.address}` });
        } else {
          await same(await open(letter.address), await open(madeUp));
          await same(await find(letter.id), await find(randomUUID()));
        }
      }
    }
  });

  test("an installation opens for exactly those who may see it, and never for a region", async () => {
    for (const letter of letters) {
      for (const name of Object.keys(cookies) as Name[]) {
        const cookie = cookies[name];
        const open = (id: string) => installation(asked(`/api/v1/installations/${id}`, { cookie }), at({ id }));
        if (letter.seenBy.includes(name) && !name.endsWith("Region")) {
          expect((await (await open(String(letter.installation))).json()).installation.id).toBe(letter.installation);
        } else {
          await same(await open(String(letter.installation)), await open("2000000000"));
        }
      }
    }
  });

  test("filters on somebody else's ids find what filters on nothing find", async () => {
    const cookie = cookies.otherVendor;
    for (const [field, theirs, none] of [
      ["installation", world.southCare.id, 2_000_000_000],
      ["system", world.care.id, 2_000_000_000],
      ["vendor", world.vendor.id, 2_000_000_000],
      ["municipality", "9002", "9999"],
    ] as const) {
      for (const [path, call] of [
        ["overview", overview],
        ["deliveries", deliveries],
        ["deliveries.csv", csv],
      ] as const) {
        const answers = await Promise.all(
          [theirs, none].map(async (value) =>
            (await call(asked(`/api/v1/${path}?${field}=${value}`, { cookie }))).text(),
          ),
        );
        const [a, b] = answers.map((text) => text.replace(/"(asOf|to|from)":"[^"]+"/g, ""));
        expect([path, field, a]).toEqual([path, field, b]);
      }
    }
  });

  test("the export holds the rows of the list and nobody else's", async () => {
    for (const name of Object.keys(cookies) as Name[]) {
      const text = await (await csv(asked("/api/v1/deliveries.csv", { cookie: cookies[name] }))).text();
      // A region sees role A outcomes only.
      const mine = letters.filter(
        (letter) => letter.seenBy.includes(name) && !(name.endsWith("Region") && letter.name === "northHome"),
      );
      for (const letter of letters)
        expect([name, letter.name, text.includes(letter.id)]).toEqual([name, letter.name, mine.includes(letter)]);
      expect(text.trim().split("\r\n")).toHaveLength(1 + mine.length);
    }
  });
});

describe("what the API refuses", () => {
  const refused = async (path: string, call = overview) => {
    const response = await call(asked(`/api/v1/${path}`, { cookie: cookies.operator }));
    const { code, field } = await response.json();
    return [response.status, field, code];
  };

  test("a field that does not fit, with the field named and nothing of its value", async () => {
    expect(await refused("overview?period=1y")).toEqual([400, "period", "invalid_value"]);
    expect(await refused("overview?municipality=Nordby")).toEqual([400, "municipality", "invalid_format"]);
    expect(await refused("overview?system=2147483648")).toEqual([400, "system", "too_big"]);
    expect(await refused("overview?from=9999-12-31")).toEqual([400, "from", "custom"]);
    expect(await refused("overview?unknown=1")).toEqual([400, "unknown", "unknown_field"]);
    expect(await refused("overview?period=7d&period=24h")).toEqual([400, "period", "repeated"]);
    expect(await refused("overview?from=2026-01-01&to=2026-02-01")).toEqual([400, "to", "period_too_long"]);
    expect(await refused("overview?from=2026-01-02&to=2026-01-01")).toEqual([400, "to", "period_reversed"]);
    expect(await refused("deliveries?cursor=1.2.3", deliveries)).toEqual([400, "cursor", "invalid_format"]);
    expect(await refused("deliveries?limit=1000", deliveries)).toEqual([400, "limit", "too_big"]);
  });

  test("a body that is no JSON, too large, or another site's", async () => {
    const post = (init: RequestInit) =>
      search(
        new Request("http://localhost:3000/api/v1/search", {
          method: "POST",
          ...init,
          headers: { host: "localhost:3000", cookie: cookies.operator, ...(init.headers as Record<string, string>) },
        }),
      );
    const code = async (response: Response) => [response.status, (await response.json()).code];
    expect(await code(await post({ body: '{"id": 010190-1234' }))).toEqual([400, "not_json"]);
    expect(await code(await post({ body: JSON.stringify({ id: "x".repeat(20_000) }) }))).toEqual([413, "too_large"]);
    const elsewhere = { origin: "https://elsewhere.example" };
    expect(await code(await post({ body: '{"id":"x"}', headers: elsewhere }))).toEqual([403, "cross_site"]);
    const site = { "sec-fetch-site": "cross-site" };
    expect(await code(await post({ body: '{"id":"x"}', headers: site }))).toEqual([403, "cross_site"]);
    const own = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
    expect(await code(await post({ body: '{"id":"x"}', headers: own }))).toEqual([404, "not_found"]);
  });
});

test("cells that a spreadsheet would compute are made text", async () => {
  const db = ownerPool();
  await db.query("UPDATE organisation SET name = '=HYPERLINK(\"http://x\")' WHERE id = $1", [world.northHospital.id]);
  const text = await (await csv(asked("/api/v1/deliveries.csv", { cookie: cookies.operator }))).text();
  expect(text.startsWith("\uFEFF")).toBe(false); // text() drops the mark; the bytes have it
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  const bytes = await (await csv(asked("/api/v1/deliveries.csv", { cookie: cookies.operator }))).bytes();
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

/** Answered by the web process itself, from what is published. */
const PUBLIC = ["/api/v1/services", "/api/v1/incidents", "/api/v1/windows", "/embed/banner.json"];

test("the description names every route there is, and the letter's key as a path parameter", async () => {
  const { paths } = await (await openapi(asked("/api/openapi.json"))).json();
  expect(Object.keys(paths).sort()).toEqual(
    [
      "/api/v1/events",
      "/api/v1/messages",
      "/api/v1/reports",
      "/api/v1/sms-reports",
      ...PUBLIC,
      ...everyRoute.map(([name]) => `/api/v1/${name.replace(/\[(\w+)\]/, "{$1}")}`),
    ].sort(),
  );
  expect(paths["/api/v1/deliveries/{letter}"].get.parameters[0]).toMatchObject({
    name: "letter",
    in: "path",
    required: true,
  });
});
