import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { databaseRole } from "../../db/viewer.ts";
import type { Named, Place, Side } from "../shapes.ts";
import { RECEIPT_ROLES, type ReceiptRole } from "../states.ts";
import { type Period, touchedDays } from "./period.ts";
import type { Cut } from "./sql.ts";

/** Where letters go: an installation, as much of it as the viewer may know. A sender knows only the organisation. */
export type InstallationPlace = {
  id: number;
  municipality: Place | null;
  system: Named | null;
  vendor: Named | null;
  role: ReceiptRole | null;
  roleAssumed: boolean;
  provisional: boolean;
  /** Shown also when nothing came: in use, and not an entry somebody else made up. */
  standing: boolean;
};

export type PlaceFilter = {
  region?: number | undefined;
  municipality?: string | undefined;
  system?: number | undefined;
  vendor?: number | undefined;
  installation?: number | undefined;
};

/** The side a viewer looks from: a region sends, a municipality may choose, everybody else receives. */
export function sideOf(viewer: Viewer, wanted: Side | undefined): Side {
  if (viewer.role === "region") return "sent";
  return viewer.role === "municipality" && wanted === "sent" ? "sent" : "received";
}

/** Whether rows name no system and no installation: what a sender sees of those it sends to. */
export const readsAsSender = (viewer: Viewer, side: Side): boolean => databaseRole(viewer, side) === "kvit_sender";

const MEMBER = `EXISTS (SELECT FROM membership m WHERE m.member_id = i.organisation_id AND m.region_id = $2
  AND m.valid_from < $4::date AND (m.valid_to IS NULL OR m.valid_to >= $3::date))`;

const AS_RECEIVER = `
  SELECT i.id, o.id AS "organisationId", o.code, o.name, s.id AS "systemId", s.name AS "systemName",
    v.id AS "vendorId", v.name AS "vendorName", t.role, coalesce(t.assumed, true) AS assumed, i.provisional,
    NOT i.provisional AND NOT i.pending AND (i.opted_out_from IS NULL OR i.opted_out_from >= $4::date) AS standing
  FROM installation i
  LEFT JOIN organisation o ON o.id = i.organisation_id
  LEFT JOIN system s ON s.id = i.system_id
  LEFT JOIN organisation v ON v.id = s.vendor_id
  LEFT JOIN (
    SELECT DISTINCT ON (it.installation_id) it.installation_id, it.role, it.assumed
    FROM installation_type it JOIN message_type mt ON mt.id = it.type_id WHERE it.valid_from < $4::date
    ORDER BY it.installation_id, mt.advis DESC, it.valid_from DESC, it.role) t ON t.installation_id = i.id
  WHERE i.adopted_by_id IS NULL AND ($1::text IS NULL OR coalesce(o.code, 'o' || o.id) = $1)
    AND ($2::int IS NULL OR ${MEMBER}) AND ($5::int IS NULL OR s.id = $5) AND ($6::int IS NULL OR v.id = $6)
    AND ($7::int IS NULL OR i.id = $7)`;

// A sender's database role cannot read the other columns, so neither can this statement.
const AS_SENDER = `
  SELECT i.id, o.id AS "organisationId", o.code, o.name, NULL AS "systemId", NULL AS "systemName", NULL AS "vendorId",
    NULL AS "vendorName", 'A' AS role, false AS assumed, false AS provisional, false AS standing
  FROM installation i LEFT JOIN organisation o ON o.id = i.organisation_id
  WHERE ($1::text IS NULL OR coalesce(o.code, 'o' || o.id) = $1) AND ($2::int IS NULL OR ${MEMBER})
    AND $5::int IS NULL AND $6::int IS NULL AND $7::int IS NULL`;

type Row = {
  id: number;
  organisationId: number | null;
  code: string | null;
  name: string | null;
  systemId: number | null;
  systemName: string | null;
  vendorId: number | null;
  vendorName: string | null;
  role: string | null;
  assumed: boolean;
  provisional: boolean;
  standing: boolean;
};

const named = (id: number | null, name: string | null): Named | null => (id === null ? null : { id, name: name ?? "" });

function placeOf(row: Row): InstallationPlace {
  const role = RECEIPT_ROLES.find((known) => known === row.role) ?? null;
  return {
    id: row.id,
    municipality:
      row.organisationId === null ? null : { code: row.code ?? `o${row.organisationId}`, name: row.name ?? "" },
    system: named(row.systemId, row.systemName),
    vendor: named(row.vendorId, row.vendorName),
    role,
    roleAssumed: role !== null && row.assumed,
    provisional: row.provisional,
    standing: row.standing,
  };
}

/** The installations within the viewer's rights that fit a filter, by id. */
export async function placesOf(tx: PoolClient, asSender: boolean, filter: PlaceFilter, period: Period) {
  const days = touchedDays(period);
  const { rows } = await tx.query<Row>(asSender ? AS_SENDER : AS_RECEIVER, [
    filter.municipality ?? null,
    filter.region ?? null,
    days.from,
    days.to,
    filter.system ?? null,
    filter.vendor ?? null,
    filter.installation ?? null,
  ]);
  return new Map(rows.map((row) => [row.id, placeOf(row)]));
}

/** Whether a filter leaves some of the viewer's installations out. */
export const narrows = (filter: PlaceFilter): boolean =>
  [filter.region, filter.municipality, filter.system, filter.vendor, filter.installation].some(
    (set) => set !== undefined,
  );

/** How a filter cuts rollups and lists; `places` matter only where it narrows. A type nobody knows cuts everything away. */
export async function cutOf(
  tx: PoolClient,
  filter: PlaceFilter & { type?: string | undefined },
  places: ReadonlyMap<number, InstallationPlace>,
  period: Period,
): Promise<Cut> {
  return {
    installations: narrows(filter) ? [...places.keys()] : null,
    typeId: filter.type === undefined ? null : await typeIdOf(tx, filter.type),
    datedRegion: filter.region !== undefined && (await isDated(tx, filter.region, period)) ? filter.region : null,
  };
}

async function typeIdOf(tx: PoolClient, code: string): Promise<number> {
  const { rows } = await tx.query<{ id: number }>("SELECT id FROM message_type WHERE code = $1", [code]);
  return rows[0]?.id ?? -1;
}

/** True where some member came or went within the span, so that each day has to be looked at. */
async function isDated(tx: PoolClient, region: number, period: Period): Promise<boolean> {
  const days = touchedDays(period);
  const { rows } = await tx.query(
    `SELECT FROM membership WHERE region_id = $1 AND valid_from < $3::date AND (valid_to IS NULL OR valid_to >= $2::date)
       AND (valid_from > $2::date OR valid_to < $3::date - 1) LIMIT 1`,
    [region, days.from, days.to],
  );
  return rows.length > 0;
}
