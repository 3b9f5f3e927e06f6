import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as messages } from "@/app/api/v1/messages/route.ts";
import { POST as auditEvent } from "@/app/fhir/AuditEvent/route.ts";
import { GET as metadata } from "@/app/fhir/metadata/route.ts";
import { POST as fhir } from "@/app/fhir/route.ts";
import { createKey } from "@/lib/access/keys.ts";
import { ownerPool } from "@/lib/db/pool.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { endParsing } from "@/lib/intake/messages/door.ts";
import { forgetPlaces } from "@/lib/intake/places.ts";
import {
  acknowledgementJson,
  CITIZEN,
  deliveryStatus,
  edifact,
  emessage,
  enveloped,
  notificationJson,
  notificationXml,
} from "@/lib/medcom/fixtures.ts";

useFreshDatabase();

let key: string;
beforeAll(async () => {
  forgetPlaces();
  const { rows } = await ownerPool().query<{ id: number }>("SELECT id FROM source WHERE code = 'files'");
  key = await createKey(rows[0]?.id ?? 0);
});
afterAll(endParsing);

type Ask = { headers?: Record<string, string>; bearer?: string | null };
const posted = (path: string, body: string | Uint8Array, { headers, bearer = key }: Ask = {}) =>
  new Request(`http://localhost:3000${path}`, {
    method: "POST",
    body: body as BodyInit,
    headers: { ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
  });
const told = async (response: Response) => ({ status: response.status, body: await response.json() });
const message = async (body: string | Uint8Array, ask?: Ask) =>
  told(await messages(posted("/api/v1/messages", body, ask)));
const toFhir = async (body: string, ask?: Ask) => told(await fhir(posted("/fhir", body, ask)));
const batch = (type: string, resources: string[]) =>
  JSON.stringify({ resourceType: "Bundle", type, entry: resources.map((one) => ({ resource: JSON.parse(one) })) });

describe("POST /api/v1/messages", () => {
  test.each([
    ["FHIR", notificationJson({ id: "door-1", bundle: "door-b1" })],
    ["OIOXML", emessage({ letter: "door2" })],
    ["EDIFACT", edifact({ letter: "door3" })],
    ["a VANS envelope", enveloped(notificationXml({ id: "door-4" }))],
  ])("takes %s, and says so again without changing anything", async (_, body) => {
    expect(await message(body)).toEqual({ status: 200, body: { messages: [{ outcome: "taken" }] } });
    expect(await message(body)).toEqual({ status: 200, body: { messages: [{ outcome: "duplicate" }] } });
  });

  test("refuses what it cannot take with a code and a place, and nothing of what stood in it", async () => {
    const { status, body } = await message(`<Bundle><id value="${CITIZEN.number}"/><x>`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "not_xml", position: expect.any(Number), title: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(CITIZEN.number);
    expect(await message("hello")).toMatchObject({ status: 422, body: { code: "not_a_message" } });
  });

  test("answers each entry of a batch", async () => {
    const body = batch("batch", [notificationJson({ id: "door-5" }), acknowledgementJson({ code: "AA" })]);
    expect(await message(body)).toEqual({
      status: 200,
      body: { messages: [{ outcome: "taken" }, { outcome: "refused", code: "unknown_outcome" }] },
    });
  });

  test.each([
    ["no key", { bearer: null }, 401, "invalid_key"],
    ["somebody else's key", { bearer: `kvit_${"x".repeat(43)}` }, 401, "invalid_key"],
    ["a packed body", { headers: { "content-encoding": "gzip" } }, 400, "not_supported"],
    ["a body that says it is too large", { headers: { "content-length": "200000000" } }, 413, "too_large"],
  ])("with %s is refused", async (_, ask, status, code) => {
    expect(await message(notificationJson(), ask)).toMatchObject({ status, body: { code } });
  });
});

describe("FHIR", () => {
  test("one message, and one delivery status: 201 when new, 200 when known", async () => {
    const letter = notificationJson({ id: "door-6" });
    expect(await toFhir(letter)).toMatchObject({ status: 201, body: { resourceType: "OperationOutcome" } });
    expect(await toFhir(letter)).toMatchObject({ status: 200 });
    const post = async () => told(await auditEvent(posted("/fhir/AuditEvent", deliveryStatus())));
    expect(await post()).toMatchObject({ status: 201, body: { issue: [{ severity: "information" }] } });
    expect(await post()).toMatchObject({ status: 200 });
  });

  test("XML is taken as JSON is, and the same message in both is one", async () => {
    expect(await toFhir(notificationXml({ id: "door-7" }))).toMatchObject({ status: 201 });
    expect(await toFhir(notificationJson({ id: "door-7" }))).toMatchObject({ status: 200 });
  });

  test("of a batch the good entries are taken, and the bad ones named", async () => {
    const { status, body } = await toFhir(
      batch("batch", [
        deliveryStatus({ message: "door-8" }),
        deliveryStatus({ source: "XYZ" }),
        '{"resourceType":"Patient"}',
      ]),
    );
    expect([status, body.type]).toEqual([200, "batch-response"]);
    expect(body.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
      "201",
      "422",
      "422",
    ]);
    expect(body.entry[1].response.outcome.issue[0].details.coding[0].code).toBe("unknown_station");
  });

  test("of a transaction all or none", async () => {
    const good = deliveryStatus({ message: "door-9" });
    const refused = await toFhir(batch("transaction", [good, deliveryStatus({ source: "XYZ" })]));
    expect(refused).toMatchObject({ status: 422, body: { issue: [{ diagnostics: "entry 1" }] } });
    expect(await toFhir(batch("transaction", [good]))).toMatchObject({
      status: 200,
      body: { type: "transaction-response", entry: [{ response: { status: "201" } }] },
    });
  });

  test.each([
    ["EDIFACT", "/fhir", () => toFhir(edifact()), 422, "unknown_form"],
    ["broken JSON", "/fhir", () => toFhir('{"resourceType":'), 422, "not_json"],
    ["no key", "/fhir", () => toFhir(notificationJson(), { bearer: null }), 401, "invalid_key"],
    [
      "a letter where a delivery status belongs",
      "/fhir/AuditEvent",
      async () => told(await auditEvent(posted("/fhir/AuditEvent", notificationJson()))),
      422,
      "unknown_form",
    ],
  ])("%s at %s is an OperationOutcome with our code", async (_, __, post, status, code) => {
    const answer = await post();
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      resourceType: "OperationOutcome",
      issue: [{ severity: "error", details: { coding: [{ code }] } }],
    });
  });

  test("says what it can do, and no more: every interaction it names is one that is answered above", async () => {
    const response = await metadata(new Request("http://localhost:3000/fhir/metadata"));
    const { rest, fhirVersion } = await response.json();
    expect(response.headers.get("content-type")).toBe("application/fhir+json");
    expect(fhirVersion).toBe("4.0.1");
    expect(rest[0].interaction).toEqual([{ code: "batch" }, { code: "transaction" }]);
    expect(rest[0].resource.map(({ type, interaction }: Record<string, unknown>) => [type, interaction])).toEqual([
      ["AuditEvent", [{ code: "create" }]],
    ]);
  });
});
