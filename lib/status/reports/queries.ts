import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { asking } from "../ask.ts";
import { type Reporting, reportersIn } from "./sql.ts";

/** Who may report trouble by telephone or mail, by kind and name. Throws ForbiddenError. */
export async function listReporters(viewer: Viewer): Promise<Reporting[]> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", (tx) => reportersIn(asking(tx)));
}
