import type { PoolClient } from "pg";
import type { Band, Words } from "../shapes.ts";
import type { FrozenValues, Promised } from "./rules.ts";
import type { FrozenInterval } from "./shapes.ts";

export type ServiceRow = {
  id: number;
  code: string;
  kind: "chain" | "station";
  name: Words;
  /** Newest first. */
  promises: (Promised & { month: string })[];
};

/** Every service with what it is promised, in the operator's order. */
export async function promisedServices(tx: PoolClient): Promise<ServiceRow[]> {
  const { rows } = await tx.query<ServiceRow>(
    `SELECT s.id, s.code, s.kind, jsonb_build_object('da', s.name, 'en', s.name_en) AS name,
      coalesce((SELECT jsonb_agg(jsonb_build_object('month', to_char(o.valid_from, 'YYYY-MM'), 'workFrom', o.work_from, 'workTo', o.work_to,
        'working', o.working_target, 'other', o.other_target, 'source', o.source, 'assumed', o.assumed) ORDER BY o.valid_from DESC)
        FROM objective o WHERE o.service_id = s.id), '[]') AS promises
    FROM service s ORDER BY s.kind, s.position, s.id`,
  );
  return rows;
}

export type FigureRow = {
  month: string;
  band: Band;
  frozenAt: Date;
  frozen: FrozenValues;
  intervals: FrozenInterval[];
};

/** The months of a service as they were frozen, newest first, working hours before the others. */
export async function frozenFigures(tx: PoolClient, serviceId: number): Promise<FigureRow[]> {
  const { rows } = await tx.query<FigureRow>(
    `SELECT to_char(f.month, 'YYYY-MM') AS month, f.band, f.frozen_at AS "frozenAt", f.intervals,
      jsonb_build_object('target', f.target, 'totalMs', f.total_ms, 'measuredMs', f.measured_ms, 'downMs', f.down_ms,
        'windowMs', f.window_ms, 'downOutsideMs', f.down_outside_ms) AS frozen
    FROM month_figure f WHERE f.service_id = $1 ORDER BY f.month DESC, f.band DESC`,
    [serviceId],
  );
  return rows;
}
