import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import type { Because } from "../../subscriptions/shapes.ts";
import { toldRows } from "./rules.ts";
import type { ToldPage } from "./shapes.ts";
import { hitOf, incidentOf, ownNotices, tellingsOf, toldOf } from "./sql.ts";

/**
 * Who was told of an incident, by one of its tellings (the newest unless asked for), as far as the viewer may see. Throws
 * NotFoundError where there is no such incident to see.
 */
export async function readTold(
  viewer: Viewer,
  { number, signal }: { number: string; signal?: number | undefined },
  now: Date,
): Promise<ToldPage> {
  authorise(viewer, "notices:read");
  const everybody = viewer.role === "operator" || viewer.role === "auditor";
  return asViewer(viewer, "received", async (tx) => {
    const incident = await incidentOf(tx, number);
    if (!incident) throw new NotFoundError();
    const tellings = (await tellingsOf(tx, incident.id)).map(({ id, at, ...rest }) => ({
      ...{ signalId: id, at: at.toISOString(), ...rest },
    }));
    const shown = tellings.find(({ signalId }) => signalId === signal) ?? tellings[0] ?? null;
    const all = await toldOf(tx, incident.id, everybody);
    const of = all.filter(({ signal_id }) => signal_id === shown?.signalId);
    const hit = await hitOf(tx, incident.id, everybody);
    // Whoever asked but has no address in use was not told.
    const told = new Set(all.flatMap(({ organisation_id, state }) => (state === null ? [] : organisation_id)));
    const own = shown ? await ownNotices(tx, shown.signalId, viewer.organisationId) : [];
    return {
      incident: { number: incident.number, title: { da: incident.title, en: incident.title_en } },
      ...{ tellings, shown, everybody },
      rows: toldRows(
        of.flatMap(({ organisation_id, name, ...rest }) =>
          organisation_id === null || name === null ? [] : [{ ...rest, organisation_id, name }],
        ),
        now.getTime(),
      ),
      withoutAccount: everybody ? of.filter(({ organisation_id }) => organisation_id === null).length : null,
      hit: { total: hit.length, notTold: hit.filter(({ id }) => !told.has(id)) },
      own: own.map(({ name, because, confirmed_at }) => ({
        subscription: name,
        because: because as Because[],
        confirmedAt: confirmed_at?.toISOString() ?? null,
      })),
      asOf: now.toISOString(),
    };
  });
}
