import { z } from "zod";
import type { Ask } from "../status/ask.ts";

const ownerRow = z.object({
  id: z.number(),
  kind: z.enum(["region", "municipality", "vendor", "operator", "vans", "hospital", "other"]),
  installations: z.array(z.number()),
  municipalities: z.array(z.number()),
  services: z.array(z.string()),
  runs: z.array(z.string()),
});
export type OwnerRow = z.output<typeof ownerRow>;

const IN_FORCE = (row: string): string =>
  `${row}.valid_from <= $2::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= $2::date)`;

/**
 * What each organisation can call its own on a Danish day: a municipality its installations, a region those of its
 * municipalities, a vendor those of its systems where an agreement holds; and the services whose messages pass there, or
 * which it runs itself.
 */
export async function ownerRows(ask: Ask, organisationIds: readonly number[], day: string): Promise<OwnerRow[]> {
  const rows = await ask(OWNERS, [organisationIds, day]);
  return z.array(ownerRow).parse(rows);
}

const OWNERS = `
  WITH asked AS (SELECT o.id, o.kind::text AS kind FROM organisation o WHERE o.id = ANY ($1::int[])),
  place AS (
    SELECT a.id AS owner, a.id AS municipality FROM asked a WHERE a.kind = 'municipality'
    UNION SELECT a.id, m.member_id FROM asked a JOIN membership m ON m.region_id = a.id AND ${IN_FORCE("m")}
      JOIN organisation o ON o.id = m.member_id AND o.kind = 'municipality' WHERE a.kind = 'region'),
  own AS (
    SELECT p.owner, i.id AS installation FROM place p JOIN installation i ON i.organisation_id = p.municipality
    UNION SELECT a.id, i.id FROM asked a JOIN system s ON s.vendor_id = a.id JOIN installation i ON i.system_id = s.id
      JOIN agreement g ON g.vendor_id = a.id AND g.municipality_id = i.organisation_id AND ${IN_FORCE("g")} WHERE a.kind = 'vendor'),
  chain AS (
    SELECT DISTINCT o.owner, v.id FROM own o JOIN installation_type t ON t.installation_id = o.installation AND ${IN_FORCE("t")}
      JOIN message_type y ON y.id = t.type_id JOIN service v ON y.code = ANY (v.types)),
  run AS (
    SELECT a.id AS owner, v.id FROM asked a JOIN station_operator r ON r.organisation_id = a.id JOIN service v ON v.operator_id = r.id
    UNION SELECT a.id, v.id FROM asked a JOIN system s ON s.vendor_id = a.id JOIN service v ON v.system_id = s.id),
  passed AS (
    SELECT owner, id FROM chain UNION SELECT c.owner, d.station_id FROM chain c JOIN service_dependency d ON d.chain_id = c.id
    UNION SELECT owner, id FROM run)
  SELECT a.id, a.kind,
    ARRAY(SELECT o.installation FROM own o WHERE o.owner = a.id ORDER BY 1) AS installations,
    ARRAY(SELECT p.municipality FROM place p WHERE p.owner = a.id ORDER BY 1) AS municipalities,
    ARRAY(SELECT v.code FROM passed p JOIN service v ON v.id = p.id WHERE p.owner = a.id ORDER BY 1) AS services,
    ARRAY(SELECT v.code FROM run p JOIN service v ON v.id = p.id WHERE p.owner = a.id ORDER BY 1) AS runs
  FROM asked a`;
