import { beforeAll, describe, expect, test } from "vitest";
import { GET as openapi } from "@/app/api/openapi.json/route.ts";
import { POST } from "@/app/api/v1/reports/route.ts";
import { createKey } from "@/lib/access/keys.ts";
import { ownerPool } from "@/lib/db/pool.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { createOrganisation, createSource } from "@/prisma/factories/directory.ts";
import { signInAs } from "@/prisma/factories/session.ts";
import { createService, withoutServices } from "@/prisma/factories/status.ts";
import { createSmallWorld } from "@/prisma/factories/world.ts";

useFreshDatabase();

let key = "";
let cookie = "";

beforeAll(async () => {
  const db = ownerPool();
  await withoutServices();
  const world = await createSmallWorld(db);
  cookie = await signInAs(db, world.viewers.operator);
  const supplier = await createOrganisation(db, "vans", { name: "KMD" });
  const source = await createSource(db, supplier, [{ station: "vans", receipts: false }]);
  key = await createKey(source.id);
  const { rows } = await db.query<{ id: number }>(
    "INSERT INTO station_operator (code, name, organisation_id) VALUES ('own-vans', 'KMD', $1), ('other-vans', 'Andre', $2) RETURNING id",
    [supplier.id, world.operator.id],
  );
  const [own, other] = rows.map(({ id }) => id);
  await createService({ code: "vans-kmd", station: "vans", ...(own ? { operatorId: own } : {}) });
  await createService({ code: "vans-other", station: "vans", ...(other ? { operatorId: other } : {}) });
});

const startedAt = new Date(Date.now() - 10 * 60_000).toISOString();
const trouble = (unusual: object = {}) => ({ id: "v-1", service: "vans-kmd", trouble: "down", startedAt, ...unusual });
const post = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${key}` }) =>
  POST(
    new Request("http://localhost:3000/api/v1/reports", {
      method: "POST",
      headers: { host: "localhost:3000", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
const counted = async () => [await prisma().report.count(), await prisma().incident.count()];

describe("the door for reports of trouble", () => {
  test("takes a report once; the answer is the same each time, and says nothing of anybody else's", async () => {
    const answers = [];
    for (let nth = 0; nth < 3; nth += 1) {
      const response = await post(trouble());
      answers.push([response.status, await response.json()]);
    }
    expect(answers[0]).toEqual([200, { id: "v-1", receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await counted()).toEqual([1, 1]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["no key", {}, "invalid_key"],
    ["a made-up key", { authorization: `Bearer kvit_${"a".repeat(43)}` }, "invalid_key"],
  ])("is closed to %s", async (_, headers, code) => {
    const response = await post(trouble({ id: "v-2" }), headers);
    expect([response.status, (await response.json()).code]).toEqual([401, code]);
  });

  test("is closed to an operator's session: a report by hand is made at the desk", async () => {
    expect((await post(trouble({ id: "v-2" }), { cookie })).status).toBe(401);
  });

  test.each<[string, unknown, string, string | undefined]>([
    ["a colleague's station", trouble({ id: "v-3", service: "vans-other" }), "not_covered", "service"],
    ["a station that is none", trouble({ id: "v-3", service: "made-up" }), "not_covered", "service"],
    ["a state that is none", trouble({ id: "v-3", trouble: "broken" }), "invalid_value", "trouble"],
    ["an end before the start", trouble({ id: "v-3", endedAt: "2026-01-01T00:00:00Z" }), "before_start", "endedAt"],
    [
      "a time without an offset",
      trouble({ id: "v-3", startedAt: "2026-11-24T06:11:00" }),
      "invalid_format",
      "startedAt",
    ],
    ["a long summary", trouble({ id: "v-3", summary: "x".repeat(301) }), "too_big", "summary"],
    [
      "a CPR number in the summary",
      trouble({ id: "v-3", summary: "Borger 010203-1234 mangler advis" }),
      "person_number",
      "summary",
    ],
    ["a CPR number as its id", trouble({ id: "0102031234" }), "person_number", "id"],
    ["a field that is none", trouble({ id: "v-3", cpr: "x" }), "unknown_field", "cpr"],
    ["something else", "{", "not_json", undefined],
  ])("refuses %s, names the field and keeps nothing of it", async (_, body, code, field) => {
    const before = await counted();
    const response = await post(body);
    const { requestId, title, type, ...told } = await response.json();
    expect([response.status, told]).toEqual([400, { status: 400, code, ...(field ? { field } : {}) }]);
    expect([typeof requestId, typeof title, type]).toEqual(["string", "string", "about:blank"]);
    expect(await counted()).toEqual(before);
  });

  test("the same id for something else is a conflict", async () => {
    const response = await post(trouble({ trouble: "degraded" }));
    expect([response.status, (await response.json()).code]).toEqual([409, "report_id_reused"]);
  });

  test("is described with its fields", async () => {
    const { paths } = await (await openapi(new Request("http://localhost:3000/api/openapi.json"))).json();
    const { requestBody } = paths["/api/v1/reports"].post;
    expect(Object.keys(requestBody.content["application/json"].schema.properties)).toEqual([
      ...["id", "service", "trouble", "severity", "causeClass", "startedAt", "endedAt", "summary"],
    ]);
  });
});
