import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { danishDay } from "../../time/danish.ts";
import type { Choice, FilterChoices, Side } from "../shapes.ts";
import { readsAsSender, sideOf } from "./places.ts";

const inDanish = new Intl.Collator("da");

/** What filters can be set to, within the viewer's rights. A sender gets no systems and no vendors. */
export async function readChoices(viewer: Viewer, now: Date, wanted?: Side): Promise<FilterChoices> {
  const side = sideOf(viewer, wanted);
  const asSender = readsAsSender(viewer, side);
  return asViewer(viewer, side, async (tx) => ({
    regions: await choices(tx, REGIONS, [danishDay(now.getTime())]),
    municipalities: await choices(tx, MUNICIPALITIES, [viewer.role === "municipality" && side === "sent"]),
    systems: asSender ? [] : await choices(tx, SYSTEMS, []),
    vendors: asSender ? [] : await choices(tx, VENDORS, []),
    types: await types(tx),
  }));
}

const REGIONS = `SELECT DISTINCT r.id::text AS value, r.name AS label FROM installation i
  JOIN organisation o ON o.id = i.organisation_id AND o.kind = 'municipality'
  JOIN membership m ON m.member_id = o.id AND m.valid_from <= $1::date JOIN organisation r ON r.id = m.region_id`;
// A municipality writes to hospitals and doctors too.
const MUNICIPALITIES = `SELECT DISTINCT coalesce(o.code, 'o' || o.id) AS value, o.name AS label FROM installation i
  JOIN organisation o ON o.id = i.organisation_id WHERE $1 OR (o.kind = 'municipality' AND o.code IS NOT NULL)`;
const SYSTEMS = `SELECT DISTINCT s.id::text AS value, s.name AS label FROM installation i JOIN system s ON s.id = i.system_id`;
const VENDORS = `SELECT DISTINCT v.id::text AS value, v.name AS label FROM installation i
  JOIN system s ON s.id = i.system_id JOIN organisation v ON v.id = s.vendor_id`;

async function choices(tx: PoolClient, sql: string, values: unknown[]): Promise<Choice[]> {
  const { rows } = await tx.query<Choice>(sql, values);
  return rows.sort((a, b) => inDanish.compare(a.label, b.label));
}

/** Message types are a reference list: those that somebody is meant to receive, or that came uninvited. */
async function types(tx: PoolClient): Promise<FilterChoices["types"]> {
  const { rows } = await tx.query<FilterChoices["types"][number]>(
    `SELECT code AS value, name AS label, name_en AS "labelEn" FROM message_type ORDER BY advis DESC, name, code`,
  );
  return rows;
}
