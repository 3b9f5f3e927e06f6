import { danishDay } from "../time/danish.ts";
import type { PublicSnapshot } from "./snapshot.ts";
import {
  asPublic,
  figureRows,
  impactRows,
  incidentRows,
  lineRows,
  mergedRows,
  municipalityRows,
  placeRows,
  regionRows,
  serviceRows,
  switches,
  updateRows,
  windowRows,
} from "./sql.ts";

const BUCKET_MS = 5 * 60_000;

/** Everything the public may know now, read in the role of the public in one moment of the database. */
export const readSnapshot = (now: Date): Promise<PublicSnapshot> =>
  asPublic(async (tx) => {
    const day = danishDay(now.getTime());
    const { demo, line } = await switches(tx);
    const updates = Map.groupBy(await updateRows(tx), (row) => row.incident);
    const impacts = Map.groupBy(await impactRows(tx), (row) => row.incident);
    const merged = Map.groupBy(await mergedRows(tx), (row) => row.incident);
    const incidents = (await incidentRows(tx)).map(({ id, ...incident }) => ({
      ...incident,
      updates: (updates.get(id) ?? []).map(({ incident: _, ...update }) => update),
      impacts: (impacts.get(id) ?? []).map(({ incident: _, ...impact }) => impact),
      merged: (merged.get(id) ?? []).map(({ incident: _, ...one }) => one),
    }));
    // Whole buckets of five minutes: the last three, and the one under way.
    const since = new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS - 3 * BUCKET_MS);
    return {
      version: 1,
      asOf: now.toISOString(),
      demo,
      services: await serviceRows(tx),
      incidents,
      windows: await windowRows(tx),
      figures: await figureRows(tx),
      municipalities: await municipalityRows(tx, day),
      regions: await regionRows(tx, day),
      line: line ? await lineRows(tx, since) : null,
    };
  });

/** Some windows as they stand now, as the public knows them, and what their services are called. */
export const readWindows = (uids: readonly string[]): Promise<Pick<PublicSnapshot, "demo" | "services" | "windows">> =>
  asPublic(async (tx) => ({
    demo: (await switches(tx)).demo,
    services: await serviceRows(tx),
    windows: await windowRows(tx, uids),
  }));

/** Regions and municipalities as the public may name them: `r:1081`, `m:0851`, and the organisation each is. */
export const readPlaces = (): Promise<{ value: string; id: number; name: string }[]> => asPublic(placeRows);
