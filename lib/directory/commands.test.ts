import { beforeAll, describe, expect, test } from "vitest";
import {
  createInstallation,
  createLocation,
  createOrganisation,
  createSystem,
} from "../../prisma/factories/directory.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { provideSettings } from "../env.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../errors.ts";
import { takeEvents } from "../intake/commands.ts";
import { applier } from "../ledger/applier.ts";
import { SHARDS } from "../ledger/keys.ts";
import { adoptLocation, mergeInstallation, settleInstallation } from "./adopt.ts";
import { agree, setLife, setPolicy, setRole } from "./commands.ts";

useFreshDatabase();
provideSettings({ SECRET: "a secret for tests, long enough to be one" });

const NOW = new Date("2026-11-18T12:00:00Z");
const SENT = "2026-11-18T11:00:00Z";
let operator: Viewer;
let typeId = 0;
let serial = 0;

const row = async <T>(text: string, values: unknown[] = []) => (await ownerPool().query(text, values)).rows[0] as T;
const newest = () =>
  row<{ action: string; entity: string; person_id: number }>(
    "SELECT action, entity, person_id FROM audit_entry ORDER BY id DESC LIMIT 1",
  );

/** A letter to a place, sent an hour ago and answered by nobody; answers its letter key's deliveries. */
async function send(receiverGln: string, senderGln = "5790000209354"): Promise<string> {
  const id = `letter-${++serial}`;
  const source = {
    id: (await row<{ id: number }>("SELECT id FROM source WHERE code = 'files'")).id,
    organisationId: 0,
    scopes: [{ station: null, organisationId: null, systemId: null, installationId: null }],
  };
  const event = {
    id: `event-${serial}`,
    station: "sender",
    kind: "sent",
    at: SENT,
    letter: { id, scheme: "fhir", senderGln },
    receiverGln,
    type: "FDIS20",
  };
  expect((await takeEvents(ownerPool(), source, { events: [event] }, NOW)).accepted).toBe(1);
  await drain();
  return (await row<{ k: string }>("SELECT letter_key AS k FROM ledger.letter WHERE letter_id = $1", [id])).k;
}
async function drain(): Promise<void> {
  const db = await ownerPool().connect();
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const { step } = applier(shard);
    while ((await step(db, NOW)).taken > 0);
  }
  db.release();
}
const deliveries = async (letter: string) =>
  (
    await ownerPool().query(
      "SELECT installation_id, receipt_role, state, due_at FROM ledger.delivery WHERE letter_key = $1 ORDER BY 1",
      [letter],
    )
  ).rows;

beforeAll(async () => {
  const { id } = await row<{ id: number }>(
    "INSERT INTO person (email, name) VALUES ('vagt@example.example', 'Vagten') RETURNING id",
  );
  const kombit = await row<{ id: number }>("SELECT id FROM organisation WHERE kind = 'operator'");
  operator = { personId: id, name: "Vagten", organisationId: kombit.id, organisationName: "KOMBIT", role: "operator" };
  typeId = (await row<{ id: number }>("SELECT id FROM message_type WHERE code = 'FDIS20'")).id;
});

async function place() {
  const db = ownerPool();
  const organisation = await createOrganisation(db, "municipality");
  const system = await createSystem(db, await createOrganisation(db, "vendor"), { name: "Havre EOJ" });
  const location = await createLocation(db, organisation);
  const one = await createInstallation(db, system, organisation, { location });
  const other = await createInstallation(db, system, organisation, { location });
  return { organisation, location, one, other };
}
const from = (validFrom: string) => ({ typeId, role: "A" as const, validFrom, validTo: null });

describe("receipt roles", () => {
  test("a second role A is refused with the name of the first, unless it begins after it", async () => {
    const { one, other } = await place();
    await setRole(operator, { installationId: one.id, ...from("2026-01-01"), validTo: "2026-06-30" }, NOW);
    const taken = setRole(operator, { installationId: other.id, ...from("2026-06-30") }, NOW);
    await expect(taken).rejects.toThrow(/Havre EOJ.*2026-01-01 to 2026-06-30/);
    await expect(taken).rejects.toBeInstanceOf(ConflictError);
    await setRole(operator, { installationId: other.id, ...from("2026-07-01") }, NOW);
    expect(await newest()).toMatchObject({
      action: "directory.role.set",
      entity: `installation ${other.id}`,
      person_id: operator.personId,
    });
  });
  test("a change in the past judges the letters sent since then anew, and leaves those before it", async () => {
    const { location, one } = await place();
    await setRole(operator, { installationId: one.id, ...from("2026-01-01") }, NOW);
    const letter = await send(location.gln);
    expect(await deliveries(letter)).toMatchObject([{ receipt_role: 1, state: 10 }]);
    await setRole(operator, { installationId: one.id, ...from("2026-11-18"), role: "C" }, NOW);
    await drain();
    expect(await deliveries(letter)).toMatchObject([{ receipt_role: 3, state: 0 }]);
    const spans = await ownerPool().query(
      "SELECT role, valid_from::text AS f, valid_to::text AS t FROM installation_type WHERE installation_id = $1 AND type_id = $2 ORDER BY valid_from",
      [one.id, typeId],
    );
    expect(spans.rows).toEqual([
      { role: "A", f: "2026-01-01", t: "2026-11-17" },
      { role: "C", f: "2026-11-18", t: null },
    ]);
  });
  test("who has opted out gets nothing from that day on", async () => {
    const { location, one } = await place();
    await setRole(operator, { installationId: one.id, ...from("2026-01-01") }, NOW);
    const letter = await send(location.gln);
    await setLife(
      operator,
      { installationId: one.id, liveFrom: null, optedOutFrom: "2026-11-18", pending: false },
      NOW,
    );
    await drain();
    expect((await deliveries(letter)).map((d) => d.installation_id)).not.toContain(one.id);
  });
});

describe("adoption", () => {
  test("an unknown receiver's letters move to the installation it turned out to be", async () => {
    const { organisation, one } = await place();
    const letter = await send("5790009410013");
    const [provisional] = await deliveries(letter);
    expect(provisional.installation_id).not.toBe(one.id);
    await mergeInstallation(operator, { installationId: provisional.installation_id, intoId: one.id }, NOW);
    const { id } = await row<{ id: number }>("SELECT id FROM location WHERE gln = '5790009410013'");
    await adoptLocation(operator, { locationId: id, organisationId: organisation.id, name: "Plejehjemmet" }, NOW);
    await drain();
    expect((await deliveries(letter)).map((d) => d.installation_id)).toEqual([one.id]);
    await expect(
      adoptLocation(operator, { locationId: id, organisationId: organisation.id, name: "Igen" }, NOW),
    ).rejects.toBeInstanceOf(NotFoundError);
  });
  test("an unknown receiver that is settled as a system of its own keeps its letters", async () => {
    const { organisation } = await place();
    const letter = await send("5790009410020");
    const [{ installation_id: installationId }] = await deliveries(letter);
    const { id: systemId } = await createSystem(ownerPool(), await createOrganisation(ownerPool(), "vendor"));
    const settled = { installationId, systemId, organisationId: organisation.id, locationId: null };
    await settleInstallation(operator, settled, NOW);
    await drain();
    expect((await deliveries(letter)).map((d) => d.installation_id)).toEqual([installationId]);
    expect((await deliveries(await send("5790009410020"))).map((d) => d.installation_id)).toEqual([installationId]);
  });
});

describe("deadlines, agreements, rights", () => {
  test("a policy holds for letters sent from its first Danish day on", async () => {
    const { location, one } = await place();
    await setRole(operator, { installationId: one.id, ...from("2026-01-01") }, NOW);
    const letter = await send(location.gln);
    const policy = {
      typeId,
      validFrom: "2026-11-18",
      warnMinutes: null,
      overdueMinutes: 90,
      resends: 3,
      source: "Aftale",
    };
    await setPolicy(operator, policy, NOW);
    await drain();
    const [delivery] = await deliveries(letter);
    expect(delivery.due_at.toISOString()).toBe("2026-11-18T12:30:00.000Z");
    await setPolicy(operator, { ...policy, validFrom: "2026-11-19", overdueMinutes: 10 }, NOW);
    await drain();
    expect((await deliveries(letter))[0].due_at.toISOString()).toBe("2026-11-18T12:30:00.000Z");
  });
  test("two agreements of the same two never overlap", async () => {
    const db = ownerPool();
    const pair = {
      vendorId: (await createOrganisation(db, "vendor")).id,
      municipalityId: (await createOrganisation(db, "municipality")).id,
    };
    await agree(operator, { ...pair, validFrom: "2026-01-01", validTo: "2026-06-30" }, NOW);
    await expect(agree(operator, { ...pair, validFrom: "2026-06-30", validTo: null }, NOW)).rejects.toBeInstanceOf(
      ConflictError,
    );
    await agree(operator, { ...pair, validFrom: "2026-07-01", validTo: null }, NOW);
  });
  test("nobody but the operator changes the directory, and nothing is left of an attempt", async () => {
    const { one } = await place();
    const before = await row<{ n: string }>("SELECT count(*) AS n FROM audit_entry");
    for (const role of ["auditor", "vendor", "region", "municipality"] as const)
      await expect(
        setLife(
          { ...operator, role },
          { installationId: one.id, liveFrom: null, optedOutFrom: null, pending: true },
          NOW,
        ),
      ).rejects.toBeInstanceOf(ForbiddenError);
    expect(await row("SELECT pending FROM installation WHERE id = $1", [one.id])).toEqual({ pending: false });
    expect(await row("SELECT count(*) AS n FROM audit_entry")).toEqual(before);
  });
});
