import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import type { ReceiptQuery } from "../filter.ts";
import type { Overview } from "../shapes.ts";
import { coverageOf, hourly, reach } from "./coverage.ts";
import { type Cell, overviewRows, owes } from "./overview-rows.ts";
import { countBeside, readRollups, typeNames } from "./overview-sql.ts";
import { periodOf, toldPeriod } from "./period.ts";
import { cutOf, type InstallationPlace, placesOf, readsAsSender, sideOf } from "./places.ts";
import { codeCounts } from "./sql.ts";

const HOUR_MS = 3_600_000;

/**
 * Every installation the viewer may see (a sender: every receiving municipality), or groups of them, worst first.
 * Reads rollups and coverage only, never a delivery or an event. Issue codes are counted by whole Danish days.
 */
export async function readOverview(viewer: Viewer, query: ReceiptQuery, now: Date): Promise<Overview> {
  const side = sideOf(viewer, query.side);
  const asSender = readsAsSender(viewer, side);
  const period = periodOf(query, now.getTime());
  const newest = periodOf({}, now.getTime());
  const hourStarts = Array.from({ length: 24 }, (_, hour) => newest.from + hour * HOUR_MS);
  return asViewer(viewer, side, async (tx) => {
    const places = await placesOf(tx, asSender, query, period);
    const cut = await cutOf(tx, query, places, period);
    const byType = query.group === "type";
    const rollups = await readRollups(tx, { period, newest, hourStarts, asSender, cut, byType });
    const cells = rollups.cells.filter((cell) => places.has(cell.installationId));
    const shown = asSender ? [...new Set(cells.map((cell) => cell.installationId))] : [...places.keys()];
    const coverage = await coverageOf(tx, shown, hourly(hourStarts), now.getTime());
    const shownRows = overviewRows(
      {
        places: query.type === undefined ? places : withTraffic(places, cells),
        types: byType ? await typeNames(tx) : new Map(),
        cells,
        hours: rollups.hours,
        codes: await codeCounts(tx, period, cut),
        coverage,
      },
      query.group,
      asSender,
      query.state,
    );
    const owing = new Set(cells.filter(owes).map((cell) => cell.installationId));
    return {
      side,
      period: toldPeriod(period, now.getTime()),
      hoursFrom: new Date(newest.from).toISOString(),
      ...shownRows,
      completeTo: reach([...owing].map((id) => coverage.get(id)?.completeTo ?? null)),
      ...(await countBeside(tx, viewer, cut)),
      asOf: now.toISOString(),
    };
  });
}

function withTraffic(places: ReadonlyMap<number, InstallationPlace>, cells: readonly Cell[]) {
  const present = new Set(cells.map((cell) => cell.installationId));
  return new Map([...places].filter(([id]) => present.has(id)));
}
