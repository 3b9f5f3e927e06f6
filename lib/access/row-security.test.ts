import type { PoolClient } from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { createGrant, createMembership, createOrganisation, createPerson } from "../../prisma/factories/directory.ts";
import { cover, createDelivery, NOON } from "../../prisma/factories/ledger.ts";
import { createNoticesWorld } from "../../prisma/factories/notices-world.ts";
import { createStatusWorld } from "../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld, viewerOf } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { asViewer } from "../db/viewer.ts";
import type { Side } from "../ledger/shapes.ts";
import { danishDay } from "../time/danish.ts";
import { createKey } from "./keys.ts";
import type { Viewer } from "./viewer.ts";

useFreshDatabase();

const ROLES = ["kvit_receiver", "kvit_sender", "kvit_oversight", "kvit_signin", "kvit_public", "kvit_feed"] as const;
type DatabaseRole = (typeof ROLES)[number];
/** Lists of names and rules that belong to nobody; everything else must be empty without a viewer. */
const REFERENCE = [
  "organisation",
  "membership",
  "system",
  "message_type",
  "deadline_policy",
  "location",
  "station_operator",
  "meta",
  "service",
  "service_dependency",
  "objective",
  "month_figure",
];
const SIGN_IN_READS = ["person", "grant", "organisation", "meta"];
/** What the public reads without being anybody; which rows of it are published is tested by itself. */
const PUBLIC_READS = [
  ...["organisation", "membership", "meta", "service", "service_dependency", "objective", "month_figure"],
  ...["incident", "incident_service", "incident_update", "service_window", "window_service", "window_change"],
];
const NAMED: Partial<Record<DatabaseRole, readonly string[]>> = {
  kvit_signin: SIGN_IN_READS,
  kvit_public: PUBLIC_READS,
  kvit_feed: [],
};
/** A list of organisations too: how each is reached stands in tables that are empty without a viewer. */
const NAMES_ONLY = "access.reach";
const isNamed = (role: DatabaseRole, relation: string): boolean =>
  (role === "kvit_oversight" && relation === NAMES_ONLY) ||
  (NAMED[role] ?? REFERENCE).some((name) => relation === `public.${name}`);

let world: SmallWorld;

async function inRole<T>(role: string, organisation: number | null, run: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await ownerPool().connect();
  try {
    await tx.query("BEGIN");
    await tx.query("SELECT set_config('role', $1, true), set_config('app.organisation', $2, true)", [
      role,
      String(organisation ?? ""),
    ]);
    return await run(tx);
  } finally {
    await tx.query("ROLLBACK");
    tx.release();
  }
}

/** Rows (at most one) or "denied"; any other failure is a failure of the test. */
async function tried(tx: PoolClient, sql: string): Promise<number | "denied"> {
  await tx.query("SAVEPOINT try");
  try {
    return (await tx.query(sql)).rowCount ?? 0;
  } catch (error) {
    await tx.query("ROLLBACK TO try");
    if ((error as { code?: string }).code === "42501") return "denied";
    throw error;
  }
}

type Relation = { name: string; columns: string[]; partition: boolean };
async function relations(): Promise<Relation[]> {
  const { rows } = await ownerPool().query<Relation>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relispartition AS partition,
       (SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1`,
  );
  return rows.map((row) => ({ ...row, name: row.name.replaceAll('"', "") }));
}
const quoted = (relation: string): string =>
  relation
    .split(".")
    .map((part) => `"${part}"`)
    .join(".");

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  const { northCare, northHome, southCare, northHospital, southHospital, advis, source } = world;
  for (const [installation, sender, role] of [
    [northCare, northHospital, 1],
    [northHome, northHospital, 2],
    [southCare, northHospital, 1],
    [southCare, southHospital, 1],
  ] as const) {
    const { letterKey } = await createDelivery(db, installation, sender, advis.id, {
      role,
      codes: ["LOK"],
      state: "fatal",
      legs: [{ station: "vans", direction: "out", at: NOON.getTime(), ms: 300 }],
    });
    await db.query(
      `INSERT INTO ledger.station_event (event_key, at, subject_key, content_hash, source_id, authority, station, direction, kind, installation_id, received_at)
       VALUES (gen_random_uuid(), $1, $2, 1, $3, 0, 5, 0, 2, $4, $1)`,
      [NOON, letterKey, source.id, installation.id],
    );
    await db.query(
      `INSERT INTO ledger.receipt (letter_key, receipt_key, installation_id, orphan, level, outcome, stated_at, station, source_id, reports, conflicting)
       VALUES ($1, gen_random_uuid(), $2, false, 1, 2, $3, 6, $4, 1, false)`,
      [letterKey, installation.id, NOON, source.id],
    );
    await db.query(
      "INSERT INTO ledger.alias (alias_key, letter_key, kind, clear, at, event_key) VALUES (gen_random_uuid(), $1, 1, 'env', $2, gen_random_uuid())",
      [letterKey, NOON],
    );
    await db.query("INSERT INTO ledger.waiting VALUES (gen_random_uuid(), $1, $2)", [installation.id, sender.id]);
    await db.query("INSERT INTO ledger.inbox (shard, subject_key) VALUES (0, $1)", [letterKey]);
  }
  await cover(db, source, new Date(NOON.getTime() - 3_600_000), NOON);
  await db.query(
    "INSERT INTO ledger.coverage_claim (source_id, during, withdrawn) VALUES ($1, '[2026-01-01, 2026-01-02)', false)",
    [source.id],
  );
  await db.query(
    "INSERT INTO ledger.quarantine (source_id, at, last_at, size, hash, reason) VALUES ($1, $2, $2, 1, gen_random_uuid(), 'x')",
    [source.id, NOON],
  );
  await db.query(
    "INSERT INTO ledger.conformance (day, source_id, standard, format, type, sender_gln, kind, value, n) VALUES ('2026-11-22', $1, 'fhir', 'xml', 'FDIS20', '', 'version', '', 1)",
    [source.id],
  );
  await db.query("INSERT INTO ledger.proof VALUES ('2026-11-22', $1, 1, 0)", [NOON]);
  await db.query("INSERT INTO ledger.worker_beat VALUES ('worker', $1)", [NOON]);
  await createGrant(db, await createPerson(db), world.north, "municipality");
  await createKey(source.id);
  const { published } = await createStatusWorld(db, world);
  await createNoticesWorld(world, published);
  await db.query("INSERT INTO audit_entry (at, action, entity) VALUES ($1, 'x', 'y')", [NOON]);
});

describe("without a viewer", () => {
  test("there is something to find in every relation that is not a partition", async () => {
    for (const { name, partition } of await relations()) {
      if (partition) continue;
      const { rowCount } = await ownerPool().query(`SELECT FROM ${quoted(name)} LIMIT 1`);
      expect([name, rowCount]).toEqual([name, 1]);
    }
  });

  test.each(ROLES)("%s finds no row in any relation, partitions included, beside the named lists", async (role) => {
    const all = await relations();
    expect(all.length).toBeGreaterThan(40);
    await inRole(role, null, async (tx) => {
      for (const { name } of all) {
        if (isNamed(role, name)) continue;
        expect([name, await tried(tx, `SELECT FROM ${quoted(name)} LIMIT 1`)]).toEqual([
          name,
          expect.toSatisfy((found) => found === 0 || found === "denied"),
        ]);
      }
    });
  });

  test.each(ROLES)("%s learns nothing of coverage, installations or sources from a function", async (role) => {
    await inRole(role, null, async (tx) => {
      const ids = `ARRAY[${world.northCare.id}, ${world.southCare.id}]`;
      for (const call of [
        `SELECT FROM access.coverage_of(${ids})`,
        "SELECT FROM unnest(access.visible_installations())",
        "SELECT FROM unnest(access.visible_senders())",
        "SELECT FROM unnest(access.own_sources())",
      ]) {
        expect([0, "denied"]).toContain(await tried(tx, call));
      }
    });
  });
});

describe("whoever looks", () => {
  test.each(ROLES)("%s reads no partition by its own name, and has row security on each", async (role) => {
    const partitions = (await relations()).filter((relation) => relation.partition);
    expect(partitions.length).toBeGreaterThan(20);
    await inRole(role, world.operator.id, async (tx) => {
      for (const { name } of partitions)
        expect([name, await tried(tx, `SELECT FROM ${quoted(name)} LIMIT 1`)]).toEqual([name, "denied"]);
    });
    const { rows } = await ownerPool().query(
      "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND NOT relrowsecurity",
    );
    expect(rows).toEqual([]);
  });

  test.each(ROLES)("%s owns nothing, passes no policy by and may write nothing", async (role) => {
    const { rows } = await ownerPool().query(
      `SELECT r.rolsuper, r.rolbypassrls, r.rolcanlogin, (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owns
       FROM pg_roles r WHERE r.rolname = $1`,
      [role],
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false, owns: 0 }]);
    for (const { name } of await relations()) {
      const { rows: may } = await ownerPool().query(
        "SELECT has_any_column_privilege($1, $2, 'INSERT, UPDATE') OR has_table_privilege($1, $2, 'DELETE, TRUNCATE') AS write",
        [role, quoted(name)],
      );
      expect([name, may[0].write]).toEqual([name, false]);
    }
  });

  test("a view asks as whoever reads it", async () => {
    const { rows } = await ownerPool().query(
      `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v'
         AND n.nspname IN ('public', 'ledger', 'access') AND NOT coalesce(c.reloptions::text LIKE '%security_invoker=true%', false)`,
    );
    expect(rows).toEqual([]);
  });

  test("a forgotten where shows nobody's installations but one's own, whatever relation it is forgotten on", async () => {
    const { viewers, northCare, northHome, southCare } = world;
    const cases: [Viewer, Side, number[]][] = [
      [viewers.vendor, "received", [northCare.id]],
      [viewers.otherVendor, "received", [northHome.id]],
      [viewers.north, "received", [northCare.id, northHome.id]],
      [viewers.south, "received", [southCare.id]],
      // What a sender sees of an installation is that one of its letters went there, in role A.
      [viewers.northRegion, "sent", [northCare.id, southCare.id]],
      [viewers.southRegion, "sent", [southCare.id]],
      [viewers.north, "sent", []],
    ];
    const withInstallation = (await relations()).filter(
      (relation) => relation.columns.includes("installation_id") && !relation.partition,
    );
    expect(withInstallation.length).toBeGreaterThan(8);
    for (const [viewer, side, own] of cases) {
      await asViewer(viewer, side, async (tx) => {
        for (const { name } of withInstallation) {
          // A sender's letters wait whatever role they will have.
          if (side === "sent" && name === "ledger.waiting") continue;
          await tx.query("SAVEPOINT try");
          const found = await tx
            .query(`SELECT DISTINCT installation_id AS id FROM ${quoted(name)} WHERE installation_id IS NOT NULL`)
            .then(({ rows }) => rows.map((row) => row.id as number))
            .catch(async (error: { code?: string }) => {
              if (error.code !== "42501") throw error;
              await tx.query("ROLLBACK TO try");
              return [];
            });
          expect([name, found.filter((id) => !own.includes(id))]).toEqual([name, []]);
          if (name === "ledger.delivery") expect(found.sort()).toEqual([...own].sort());
        }
      });
    }
  });

  test("a sender's role can read no column that names a system, a vendor, an operator, a mailbox or who reported", async () => {
    const telling =
      /^(system_id|vendor_id|operator_id|operator|mailbox|location_id|leg_.*|source_id|source_name|role_assumed)$/;
    // Which vendor makes a product is in the reference list; which product somebody uses is not.
    const open = ["public.system", "public.source_scope"];
    await inRole("kvit_sender", world.northRegion.id, async (tx) => {
      for (const { name, columns } of await relations()) {
        if (open.includes(name)) continue;
        for (const column of columns.filter((candidate) => telling.test(candidate))) {
          const found = await tried(tx, `SELECT "${column}" FROM ${quoted(name)} LIMIT 1`);
          expect([name, column, found]).toEqual([
            name,
            column,
            expect.toSatisfy((answer) => answer === "denied" || answer === 0),
          ]);
        }
      }
      expect(await tried(tx, "SELECT system_id FROM installation LIMIT 1")).toBe("denied");
      expect(await tried(tx, "SELECT leg_slot FROM ledger.delivery LIMIT 1")).toBe("denied");
      expect(await tried(tx, "SELECT operator_id FROM ledger.rollup_leg LIMIT 1")).toBe("denied");
    });
  });

  test("operator and auditor see every delivery, and neither sees a password or a key", async () => {
    for (const viewer of [world.viewers.operator, world.viewers.auditor]) {
      await asViewer(viewer, "received", async (tx) => {
        expect((await tx.query("SELECT FROM ledger.delivery")).rowCount).toBe(4);
        for (const secret of [
          "SELECT password_hash FROM person",
          "SELECT hash FROM source_key",
          "SELECT email FROM person",
        ]) {
          expect(await tried(tx, secret)).toBe("denied");
        }
      });
    }
  });
});

describe("rights that hold for a time", () => {
  test("what day it is, is asked of Denmark, and never of the server", async () => {
    const { rows: asking } = await ownerPool().query(
      `SELECT proname AS name FROM pg_proc WHERE pronamespace IN ('access'::regnamespace, 'publication'::regnamespace)
         AND prosrc ~* 'current_date|now\\(\\)::date'
       UNION SELECT viewname FROM pg_views WHERE schemaname IN ('access', 'publication') AND definition ~* 'current_date'
       UNION SELECT policyname FROM pg_policies WHERE qual ~* 'current_date'`,
    );
    expect(asking).toEqual([]);
    const before = danishDay(Date.now());
    const { rows } = await ownerPool().query("SELECT access.today()::text AS day");
    expect([before, danishDay(Date.now())]).toContain(rows[0].day);
  });

  const seen = (viewer: Viewer, side: Side) =>
    asViewer(viewer, side, async (tx) =>
      (await tx.query<{ at: Date }>("SELECT sent_at AS at FROM ledger.delivery ORDER BY 1")).rows.map((row) =>
        row.at.toISOString(),
      ),
    );

  test("a region sees a hospital's letters from Danish midnight of its first day to that after its last, and the next region goes on", async () => {
    const db = ownerPool();
    const hospital = await createOrganisation(db, "hospital");
    const before = await createOrganisation(db, "region");
    const after = await createOrganisation(db, "region");
    await createMembership(db, hospital, before, { from: "2007-01-01", to: "2026-12-31" });
    await createMembership(db, hospital, after, { from: "2027-01-01" });
    for (const at of ["2026-12-31T22:59:59.999Z", "2026-12-31T23:00:00.000Z"]) {
      await createDelivery(db, world.southCare, hospital, world.advis.id, { sentAt: Date.parse(at) });
    }
    expect(await seen(viewerOf(before, "region"), "sent")).toEqual(["2026-12-31T22:59:59.999Z"]);
    expect(await seen(viewerOf(after, "region"), "sent")).toEqual(["2026-12-31T23:00:00.000Z"]);
  });

  test("a region sees role A only, also where its letter went to others too", async () => {
    const { rows } = await asViewer(world.viewers.northRegion, "sent", (tx) =>
      tx.query("SELECT DISTINCT receipt_role FROM ledger.delivery"),
    );
    expect(rows).toEqual([{ receipt_role: 1 }]);
  });

  test("a vendor without an agreement sees nothing, not even the installation", async () => {
    await ownerPool().query("DELETE FROM agreement WHERE vendor_id = $1", [world.vendor.id]);
    expect(await seen(world.viewers.vendor, "received")).toEqual([]);
    await asViewer(world.viewers.vendor, "received", async (tx) => {
      for (const relation of [
        "installation",
        "ledger.letter",
        "ledger.receipt",
        "ledger.station_event",
        "ledger.rollup_day",
      ]) {
        expect([relation, (await tx.query(`SELECT FROM ${relation}`)).rowCount]).toEqual([relation, 0]);
      }
    });
  });
});
