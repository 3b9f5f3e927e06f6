import type { Role } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";

/** Who listens: a person looking from an organisation in a role. */
export type Listener = { personId: number; organisationId: number; role: Role };
/** What a listener may hear of now; null is everything. `inForce` is false once the grant has ended. */
export type Rights = { inForce: boolean; installations: number[] | null; senders: number[] | null };

/** The rights of all listeners as of now, in their order, in one statement however many there are. */
export async function rightsOf(listeners: readonly Listener[], day: string): Promise<Rights[]> {
  const { rows } = await ownerPool().query<Rights>(RIGHTS, [
    listeners.map((listener) => listener.personId),
    listeners.map((listener) => listener.organisationId),
    listeners.map((listener) => listener.role),
    day,
  ]);
  return rows;
}

const IN_FORCE = (row: string): string =>
  `${row}.valid_from <= $4::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= $4::date)`;

const RIGHTS = `
  SELECT
    EXISTS (SELECT FROM "grant" g WHERE g.person_id = x.person AND g.organisation_id = x.organisation AND g.role::text = x.role
      AND ${IN_FORCE("g")}) AS "inForce",
    CASE WHEN x.role IN ('operator', 'auditor') THEN NULL ELSE ARRAY(
      SELECT i.id FROM installation i LEFT JOIN system s ON s.id = i.system_id
      WHERE (x.role = 'municipality' AND i.organisation_id = x.organisation)
        OR (x.role = 'vendor' AND s.vendor_id = x.organisation AND EXISTS (SELECT FROM agreement a
          WHERE a.vendor_id = s.vendor_id AND a.municipality_id = i.organisation_id AND ${IN_FORCE("a")}))) END AS installations,
    CASE WHEN x.role IN ('operator', 'auditor') THEN NULL ELSE ARRAY(
      SELECT x.organisation WHERE x.role IN ('region', 'municipality')
      UNION SELECT m.member_id FROM membership m JOIN organisation o ON o.id = m.member_id AND o.kind = 'hospital'
        WHERE x.role = 'region' AND m.region_id = x.organisation AND ${IN_FORCE("m")}) END AS senders
  FROM unnest($1::int[], $2::int[], $3::text[]) WITH ORDINALITY AS x (person, organisation, role, nr) ORDER BY x.nr`;
