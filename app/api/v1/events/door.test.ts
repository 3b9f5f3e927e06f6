import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createKey } from "@/lib/access/keys.ts";
import { ownerPool } from "@/lib/db/pool.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { provideSettings } from "@/lib/env.ts";
import { keyRoute } from "@/lib/http/route.ts";
import { MAX_BODY_BYTES } from "@/lib/intake/body.ts";
import { bodyOf, eventsDoor } from "@/lib/intake/door.ts";
import { forgetPlaces } from "@/lib/intake/places.ts";
import { createOrganisation, createSource } from "@/prisma/factories/directory.ts";
import { POST } from "./route.ts";

useFreshDatabase();

const BODIES_AT_ONCE = 4;
let key: string;
let source: { id: number };
let serial = 0;

beforeAll(async () => {
  forgetPlaces();
  const organisation = await createOrganisation(ownerPool(), "hospital");
  source = await createSource(ownerPool(), organisation);
  key = await createKey(source.id);
});
beforeEach(() => provideSettings({ INBOX_LIMIT: "500000" }));

const event = () => ({
  id: `door-${++serial}`,
  station: "sender",
  kind: "sent",
  at: new Date(Date.now() - 60_000).toISOString(),
  letter: { id: `door-letter-${serial}`, scheme: "fhir" },
});

type Ask = { headers?: Record<string, string>; bearer?: string | null };
const posted = (body: BodyInit, { headers, bearer = key }: Ask = {}) =>
  new Request("http://localhost:3000/api/v1/events", {
    method: "POST",
    body,
    duplex: "half",
    headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
  } as RequestInit);
const told = async (response: Response) => ({
  status: response.status,
  type: response.headers.get("content-type")?.split(";")[0],
  body: await response.json(),
});
const send = async (body: BodyInit, ask?: Ask) => told(await POST(posted(body, ask)));
const json = (value: unknown) => JSON.stringify(value);
const lines = { "content-type": "application/x-ndjson" };

/** A door of its own, with the settings of this moment. */
function newDoor() {
  const door = eventsDoor();
  return keyRoute(({ source, request, now }) => door(source, bodyOf(request), now));
}

/** A body that begins and does not end before it is let go; `asked` is how often anything of it was asked for. */
function openBody(text: string) {
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const body = { finish, asked: 0, stream: new ReadableStream<Uint8Array>() };
  body.stream = new ReadableStream(
    {
      pull: async (controller) => {
        body.asked += 1;
        await held;
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return body;
}

describe("POST /api/v1/events", () => {
  test("takes events with what they cover, and a repeat changes nothing", async () => {
    const [one, two] = [event(), event()];
    const [from, to] = [new Date(Date.now() - 120_000).toISOString(), new Date(Date.now() - 30_000).toISOString()];
    const body = json({ events: [one, two], coverage: { from, to } });
    expect(await send(body)).toEqual({
      status: 200,
      type: "application/json",
      body: { accepted: 2, duplicates: 0, rejected: [] },
    });
    expect((await send(body)).body).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
    expect(await lastClaim()).toEqual({ from: new Date(from), to: new Date(to), withdrawn: false });
  });

  test("takes a heartbeat: no events, and a time that is covered or was not", async () => {
    const [from, to] = ["2026-11-01T10:00:00.000Z", "2026-11-01T10:01:00.000Z"];
    const nothing = { accepted: 0, duplicates: 0, rejected: [] };
    expect((await send(json({ events: [], coverage: { from, to } }))).body).toEqual(nothing);
    expect(await lastClaim()).toEqual({ from: new Date(from), to: new Date(to), withdrawn: false });
    expect((await send(json({ events: [], coverage: { from, to, withdrawn: true } }))).body).toEqual(nothing);
    expect(await lastClaim()).toMatchObject({ withdrawn: true });
  });

  test.each(["application/x-ndjson", "application/ndjson; charset=utf-8"])(
    "takes an event a line as %s, coverage in its header, and names the lines that are none",
    async (type) => {
      const body = `${json(event())}\n\n{"id": 0101901234\n${json(event())}\n${json({ ...event(), station: "postman" })}\n`;
      const coverage = { "x-coverage": "2026-11-02T10:00:00.000Z/2026-11-02T10:05:00.000Z" };
      const answer = await send(body, { headers: { "content-type": type, ...coverage } });
      expect(answer.body).toEqual({
        accepted: 2,
        duplicates: 0,
        rejected: [
          { index: 1, code: "invalid" },
          { index: 3, code: "invalid", field: "station" },
        ],
      });
      expect(await lastClaim()).toMatchObject({
        from: new Date("2026-11-02T10:00:00Z"),
        to: new Date("2026-11-02T10:05:00Z"),
      });
    },
  );

  test.each<[string, BodyInit, Ask, number, string, string?]>([
    ["no key", json({ events: [] }), { bearer: null }, 401, "invalid_key"],
    ["a key of nobody", json({ events: [] }), { bearer: `kvit_${"x".repeat(43)}` }, 401, "invalid_key"],
    ["what is no JSON", '{"events": [0101901234', {}, 400, "not_json"],
    ["what is no UTF-8", new Uint8Array([0x7b, 0xe6]), {}, 400, "not_utf8"],
    ["a list without its name", "[]", {}, 400, "not_json"],
    ["no events", "{}", {}, 400, "array_required", "events"],
    ["a field nobody knows", json({ events: [], secret: "0101901234" }), {}, 400, "unknown_field"],
    ["too many events", json({ events: new Array(10_001).fill(0) }), {}, 400, "too_many_events", "events"],
    ["more brackets than any batch", `{"events":${"[".repeat(1_000_000)}`, {}, 400, "too_many_values"],
    ["more brackets than any line", `${"[".repeat(1_000_000)}\n`, { headers: lines }, 400, "too_many_values"],
    ["too many lines", "0\n".repeat(10_001), { headers: lines }, 400, "too_many_events", "events"],
    ["coverage that is none", "", { headers: { ...lines, "x-coverage": "today" } }, 400, "invalid", "coverage.from"],
    ["a body that says it is too large", "{}", { headers: { "content-length": "16777217" } }, 413, "too_large"],
  ])("with %s is refused with a problem that quotes nothing", async (_, body, ask, status, code, field) => {
    const answer = await send(body, ask);
    expect(answer).toMatchObject({ status, type: "application/problem+json", body: { status, code } });
    expect(answer.body.field).toBe(field);
    expect(answer.body.requestId).toEqual(expect.any(String));
    expect(json(answer.body)).not.toContain("0101901234");
  });

  test("a body that turns out to be too large is not read to its end", async () => {
    const piece = new Uint8Array(1024 * 1024).fill(0x20);
    let read = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        read += piece.byteLength;
        controller.enqueue(piece);
      },
    });
    expect(await send(endless)).toMatchObject({ status: 413, body: { code: "too_large" } });
    expect(read).toBeLessThanOrEqual(MAX_BODY_BYTES + 3 * piece.byteLength);
  });
});

describe("what the door holds at once is bounded", () => {
  test("beyond so many bodies a caller is asked to come again before anything is read of its own", async () => {
    const door = newDoor();
    const bodies = Array.from({ length: BODIES_AT_ONCE }, () => openBody(json({ events: [event()] })));
    const answers = bodies.map(({ stream }) => door(posted(stream)));
    await vi.waitFor(() => expect(bodies.every(({ asked }) => asked > 0)).toBe(true));

    const oneMore = openBody(json({ events: [event()] }));
    const refused = await door(posted(oneMore.stream));
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await told(refused)).toMatchObject({
      status: 429,
      type: "application/problem+json",
      body: { code: "busy" },
    });
    expect(oneMore.asked).toBe(0);

    for (const { finish } of bodies) finish();
    for (const answer of answers) expect((await told(await answer)).body.accepted).toBe(1);
    expect(await told(await door(posted(json({ events: [event()] }))))).toMatchObject({ status: 200 });
  });

  test("a body that breaks off gives its room back", async () => {
    const door = newDoor();
    for (let call = 0; call <= BODIES_AT_ONCE; call++) {
      const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
      expect((await door(posted(broken))).status).toBe(500);
    }
    expect(await told(await door(posted(json({ events: [] }))))).toMatchObject({ status: 200 });
  });

  test("while too much waits for the appliers nothing more is taken, and again when it has been", async () => {
    await ownerPool().query("DELETE FROM ledger.inbox");
    provideSettings({ INBOX_LIMIT: "2" });
    const full = newDoor();
    expect((await told(await full(posted(json({ events: [event(), event(), event()] }))))).body.accepted).toBe(3);
    const late = event();
    const door = newDoor();
    expect(await told(await door(posted(json({ events: [late] }))))).toMatchObject({ status: 429 });
    const { rows } = await ownerPool().query("SELECT FROM ledger.letter WHERE letter_id = $1", [late.letter.id]);
    expect(rows).toEqual([]);
    await ownerPool().query("DELETE FROM ledger.inbox");
    await vi.waitFor(
      async () => expect(await told(await door(posted(json({ events: [late] }))))).toMatchObject({ status: 200 }),
      5_000,
    );
  });
});

async function lastClaim() {
  const { rows } = await ownerPool().query(
    `SELECT lower(during) AS "from", upper(during) AS "to", withdrawn FROM ledger.coverage_claim WHERE source_id = $1 ORDER BY id DESC LIMIT 1`,
    [source.id],
  );
  return rows[0];
}
