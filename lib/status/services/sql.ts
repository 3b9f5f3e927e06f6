import type { Ask } from "../ask.ts";
import type { ServiceChoices, ServiceRow } from "./shapes.ts";

/** Chains first, then stations, each in the operator's order. */
export const storedServices = (ask: Ask): Promise<ServiceRow[]> =>
  ask(
    `SELECT s.id, s.code, s.kind, jsonb_build_object('da', s.name, 'en', s.name_en) AS name,
       CASE WHEN s.note IS NOT NULL AND s.note_en IS NOT NULL THEN jsonb_build_object('da', s.note, 'en', s.note_en) END AS note,
       s.position, s.station, s.operator_id AS "operatorId", s.system_id AS "systemId", s.types,
       coalesce((SELECT jsonb_agg(jsonb_build_object('stationId', d.station_id, 'whole', d.whole) ORDER BY t.position, t.id)
         FROM service_dependency d JOIN service t ON t.id = d.station_id WHERE d.chain_id = s.id), '[]') AS through,
       coalesce((SELECT jsonb_agg(x.source_id ORDER BY x.source_id) FROM service_source x WHERE x.service_id = s.id), '[]') AS sources,
       to_char(s.valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(s.valid_to, 'YYYY-MM-DD') AS "validTo", s.version
     FROM service s ORDER BY s.kind, s.position, s.id`,
    [],
  );

/** What may be chosen, all of it in one row. */
export const storedChoices = async (ask: Ask): Promise<ServiceChoices> => {
  const named = (table: string) =>
    `coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name) ORDER BY x.name, x.id) FROM ${table} x WHERE x.id > 0), '[]')`;
  const [choices] = await ask<ServiceChoices>(
    `SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', jsonb_build_object('da', s.name, 'en', s.name_en)) ORDER BY s.position, s.id)
         FROM service s WHERE s.kind = 'station'), '[]') AS stations,
       ${named("station_operator")} AS operators, ${named("system")} AS systems,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name, 'organisation', o.name) ORDER BY x.name, o.name, x.id)
         FROM source x JOIN organisation o ON o.id = x.organisation_id), '[]') AS sources,
       coalesce((SELECT jsonb_agg(jsonb_build_object('code', t.code, 'name', jsonb_build_object('da', t.name, 'en', coalesce(t.name_en, t.name))) ORDER BY t.id)
         FROM message_type t WHERE t.id > 0), '[]') AS types`,
    [],
  );
  return choices ?? { stations: [], operators: [], systems: [], sources: [], types: [] };
};
