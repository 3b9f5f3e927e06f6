import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { invitableFrom } from "./rules.ts";
import type { Unreached } from "./shapes.ts";
import { reachOf } from "./sql.ts";

/** Which of the organisations the viewer sees no notice can reach: those nobody can call either stand first. */
export async function readUnreached(viewer: Viewer, now: Date): Promise<Unreached> {
  authorise(viewer, "unreached:read");
  const everybody = viewer.role !== "region";
  const all = await asViewer(viewer, "sent", (tx) => reachOf(tx, everybody));
  const rows = all.flatMap(({ subscribed, invited, ...row }) =>
    subscribed
      ? []
      : { ...row, invited: invited && { ...invited, again: invitableFrom(new Date(invited.at)).toISOString() } },
  );
  rows.sort((a, b) => Number(a.listed) - Number(b.listed));
  return { rows, total: all.length, everybody, asOf: now.toISOString() };
}
