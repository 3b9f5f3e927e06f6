import type { PoolClient } from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import {
  createAgreement,
  createInstallation,
  createMembership,
  createOrganisation,
} from "../../prisma/factories/directory.ts";
import { cover, createDelivery, NOON } from "../../prisma/factories/ledger.ts";
import { createBacklog, createStatusWorld, HIT } from "../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld, viewerOf } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { asViewer } from "../db/viewer.ts";
import type { Side } from "../ledger/shapes.ts";
import type { Viewer } from "./viewer.ts";

useFreshDatabase();

let world: SmallWorld;
let status: Awaited<ReturnType<typeof createStatusWorld>>;
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  status = await createStatusWorld(ownerPool(), world);
  await cover(ownerPool(), world.source, HIT.from, HIT.to);
  await createDelivery(ownerPool(), world.northCare, world.northHospital, world.advis.id, {
    legs: [{ station: "vans", direction: "out", at: NOON.getTime(), ms: 300 }],
  });
});

async function asPublic<T>(run: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await ownerPool().connect();
  try {
    await tx.query("BEGIN READ ONLY");
    await tx.query("SET LOCAL ROLE kvit_public");
    return await run(tx);
  } finally {
    await tx.query("ROLLBACK");
    tx.release();
  }
}
const publicly = (sql: string) => asPublic(async (tx) => (await tx.query(sql)).rows);
const seenBy = (viewer: Viewer, side: Side, sql: string) =>
  asViewer(viewer, side, async (tx) => (await tx.query(sql)).rows);

const everybody = () => Object.values(world.viewers);
const isOversight = ({ role }: Viewer) => role === "operator" || role === "auditor";

describe("the public", () => {
  test("reads the published incident, its services and its updates, and no suspected, withdrawn, dismissed or merged one", async () => {
    expect(await publicly("SELECT number FROM incident")).toEqual([{ number: status.published.number }]);
    expect(await publicly("SELECT incident_id AS id FROM incident_service")).toEqual([{ id: status.published.id }]);
    expect(await publicly("SELECT incident_id AS id, text FROM incident_update")).toEqual([
      { id: status.published.id, text: "Offentlig tekst." },
    ]);
  });

  test("reads announced windows, and of each what happened to it since it was announced", async () => {
    expect(await publicly("SELECT uid FROM service_window")).toEqual([{ uid: status.windows.announced.uid }]);
    expect(await publicly("SELECT window_id AS id FROM window_service")).toEqual([{ id: status.windows.announced.id }]);
    expect(await publicly("SELECT window_id AS id, at FROM window_change")).toEqual([
      { id: status.windows.announced.id, at: new Date("2026-11-20T09:00:00Z") },
    ]);
  });

  test.each([
    ...["incident_revision", "incident_draft", "impact", "report", "runbook", "runbook_version", "runbook_use"],
    ...["runbook_tick", "window_series", "series_service", "service_source", "person", "installation", "source"],
  ])("may not ask for %s at all", async (relation) => {
    await expect(publicly(`SELECT FROM ${relation}`)).rejects.toMatchObject({ code: "42501" });
  });

  test("may not ask anything of the ledger, and no function that answers signed-in readers", async () => {
    for (const sql of [
      "SELECT FROM ledger.backlog",
      "SELECT FROM ledger.delivery",
      `SELECT access.incident_is_public(${status.published.id})`,
      "SELECT access.letter_of(gen_random_uuid())",
      `SELECT FROM access.coverage_of(ARRAY[${world.northCare.id}])`,
    ]) {
      await expect(publicly(sql)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("can read no column that names a person, an audience, a merge, a system or an operator", async () => {
    const { rows } = await ownerPool().query<{ relation: string; column: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS relation, column_name AS column FROM information_schema.columns
       WHERE table_schema IN ('public', 'ledger')
         AND column_name ~ '(^|_)(person|audience|by|system|operator|vendor|source_id|installation|series|version|held|merged|email|password)(_|$)'`,
    );
    expect(rows.length).toBeGreaterThan(30);
    for (const { relation, column } of rows) {
      const { rows: may } = await ownerPool().query(
        "SELECT has_column_privilege('kvit_public', $1, $2, 'SELECT') AS may",
        [relation, column],
      );
      expect([relation, column, may[0].may]).toEqual([relation, column, false]);
    }
  });

  test("learns of an impact only where it was chosen, of a published incident, by municipality", async () => {
    expect(await publicly("SELECT incident_id, municipality, effect FROM publication.impacts()")).toEqual([
      { incident_id: status.published.id, municipality: "9001", effect: "delayed" },
    ]);
  });

  test("learns how far each service is seen, and from whom not", async () => {
    expect(await publicly("SELECT * FROM publication.seen()")).toEqual([
      { service_id: status.vans.id, seen: expect.stringContaining("2026-11-24") },
    ]);
  });

  test("sees the line's legs only while they are switched on", async () => {
    const legs = () => publicly("SELECT station, n::int FROM publication.legs('2026-11-01')");
    expect(await legs()).toEqual([]);
    await ownerPool().query("INSERT INTO meta VALUES ('status_public_line', 'off')");
    expect(await legs()).toEqual([]);
    await ownerPool().query("UPDATE meta SET value = 'on' WHERE key = 'status_public_line'");
    expect(await legs()).toEqual([{ station: 2, n: 1 }]);
  });
});

describe("who is signed in", () => {
  test("reads what is published and nothing else of incidents and windows, but operator and auditor read all", async () => {
    for (const viewer of everybody()) {
      const numbers = await seenBy(viewer, "received", "SELECT number FROM incident");
      expect([viewer.organisationName, numbers.length]).toEqual([viewer.organisationName, isOversight(viewer) ? 5 : 1]);
      const windows = await seenBy(viewer, "received", "SELECT uid FROM service_window");
      expect([viewer.organisationName, windows.length]).toEqual([viewer.organisationName, isOversight(viewer) ? 2 : 1]);
    }
  });

  test("sees drafts, corrections, runbooks and who wrote only as operator or auditor", async () => {
    for (const viewer of everybody()) {
      for (const sql of [
        "SELECT FROM incident_draft",
        "SELECT FROM incident_revision",
        "SELECT FROM runbook",
        "SELECT FROM runbook_tick",
        "SELECT audience FROM incident_update",
        "SELECT written_by_id FROM incident_update",
      ]) {
        const reading = seenBy(viewer, "received", sql);
        if (isOversight(viewer)) expect((await reading).length).toBeGreaterThan(0);
        else await expect(reading).rejects.toMatchObject({ code: "42501" });
      }
    }
  });

  test("sees the reports of the own organisation only", async () => {
    for (const viewer of everybody()) {
      const reports = await seenBy(viewer, "received", "SELECT organisation_id AS id FROM report");
      const own = isOversight(viewer) ? 2 : viewer === world.viewers.vendor ? 1 : 0;
      expect([viewer.organisationName, reports.length]).toEqual([viewer.organisationName, own]);
    }
  });

  test("sees how a published incident hits the own installations, and no other's", async () => {
    const { viewers, northCare, northHome, southCare } = world;
    for (const [viewer, own] of [
      [viewers.vendor, [northCare]],
      [viewers.otherVendor, [northHome]],
      [viewers.north, [northCare, northHome]],
      [viewers.south, [southCare]],
    ] as const) {
      const hit = await seenBy(viewer, "received", "SELECT incident_id, installation_id FROM impact ORDER BY 2");
      expect(hit).toEqual(own.map(({ id }) => ({ incident_id: status.published.id, installation_id: id })));
    }
    await expect(seenBy(viewers.northRegion, "received", "SELECT FROM impact")).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("what is left after an outage", () => {
  const counted = async (viewer: Viewer, side: Side) => {
    const rows = await seenBy(
      viewer,
      side,
      "SELECT incident_id, installation_id AS at, sender_organisation_id AS sender, receipt_role AS role FROM ledger.backlog ORDER BY 2, 3",
    );
    const curve = await seenBy(
      viewer,
      side,
      "SELECT DISTINCT installation_id AS at FROM ledger.backlog_curve ORDER BY 1",
    );
    expect(curve).toEqual([...new Set(rows.map(({ at }) => at))].map((at) => ({ at })));
    return rows.map(({ incident_id, at, sender, role }) => {
      expect(incident_id).toBe(status.published.id);
      return [at, sender, role];
    });
  };

  test("is seen by whoever receives, of the own installations", async () => {
    const { viewers, northCare, northHome, southCare, northHospital, southHospital } = world;
    expect(await counted(viewers.vendor, "received")).toEqual([[northCare.id, northHospital.id, 1]]);
    expect(await counted(viewers.otherVendor, "received")).toEqual([[northHome.id, northHospital.id, 2]]);
    expect(await counted(viewers.south, "received")).toEqual([
      [southCare.id, northHospital.id, 1],
      [southCare.id, southHospital.id, 1],
    ]);
  });

  test("is seen by a region of its own hospitals' letters, in role A", async () => {
    const { viewers, northCare, southCare, northHospital, southHospital } = world;
    expect(await counted(viewers.northRegion, "sent")).toEqual([
      [northCare.id, northHospital.id, 1],
      [southCare.id, northHospital.id, 1],
    ]);
    expect(await counted(viewers.southRegion, "sent")).toEqual([[southCare.id, southHospital.id, 1]]);
    expect(await counted(viewers.north, "sent")).toEqual([]);
  });

  test("is seen by a vendor only where the agreement holds for the whole of it", async () => {
    const db = ownerPool();
    const day = HIT.from.toISOString().slice(0, 10);
    for (const [from, to, sees] of [
      ["2026-01-01", null, true],
      ["2026-01-01", day, true],
      ["2026-01-01", "2026-11-23", false],
      ["2026-11-25", null, false],
    ] as const) {
      const municipality = await createOrganisation(db, "municipality");
      const installation = await createInstallation(db, world.care, municipality);
      await createAgreement(db, world.vendor, municipality, { from, to });
      await createBacklog(db, status.published, installation, world.northHospital);
      await db.query(
        "INSERT INTO impact (incident_id, installation_id, effect, from_at, to_at) VALUES ($1, $2, 'delayed', $3, $4)",
        [status.published.id, installation.id, HIT.from, HIT.to],
      );
      const seen = (await counted(world.viewers.vendor, "received")).some(([at]) => at === installation.id);
      expect([from, to, seen]).toEqual([from, to, sees]);
      const hit = await seenBy(
        world.viewers.vendor,
        "received",
        `SELECT FROM impact WHERE installation_id = ${installation.id}`,
      );
      expect([from, to, hit.length === 1]).toEqual([from, to, sees]);
    }
  });

  test("is seen by a region only where its hospital belonged to it for the whole of it", async () => {
    const db = ownerPool();
    const hospital = await createOrganisation(db, "hospital");
    const [before, after] = [await createOrganisation(db, "region"), await createOrganisation(db, "region")];
    await createMembership(db, hospital, before, { to: "2026-11-24" });
    await createMembership(db, hospital, after, { from: "2026-11-25" });
    await createBacklog(db, status.published, world.southCare, hospital, {
      to: new Date(HIT.to.getTime() + 24 * HOUR),
    });
    expect(await counted(viewerOf(before, "region"), "sent")).toEqual([]);
    expect(await counted(viewerOf(after, "region"), "sent")).toEqual([]);
  });
});
