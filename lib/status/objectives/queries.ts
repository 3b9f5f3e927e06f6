import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { readSnapshot } from "../../publication/queries.ts";
import type { PublicSnapshot } from "../../publication/snapshot.ts";
import { monthOf, monthSpan } from "../../time/month.ts";
import { availability, sharesOf } from "../uptime.ts";
import { isRestated, monthBands, sealOf } from "./rules.ts";
import type { FrozenMonth, ObjectivePage, ObjectiveRow, ObjectivesPage } from "./shapes.ts";
import { type FigureRow, frozenFigures, promisedServices, type ServiceRow } from "./sql.ts";

/** What every service is promised, and how it keeps it this month. */
export async function readObjectives(viewer: Viewer, now: Date): Promise<ObjectivesPage> {
  authorise(viewer, "status:desk");
  const snapshot = await readSnapshot(now);
  const services = await asViewer(viewer, "received", promisedServices);
  return {
    month: monthOf(now.getTime()),
    services: services.map((service) => rowOf(service, snapshot, now)),
    asOf: now.toISOString(),
  };
}

/** One service's promises, and its frozen months beside what is known of them now. Throws NotFoundError. */
export async function readObjective(viewer: Viewer, code: string, now: Date): Promise<ObjectivePage> {
  authorise(viewer, "status:desk");
  const snapshot = await readSnapshot(now);
  return asViewer(viewer, "received", async (tx) => {
    const services = await promisedServices(tx);
    const service = services.find((one) => one.code === code);
    if (!service) throw new NotFoundError("No such service");
    const months = (await frozenFigures(tx, service.id)).map((figure) => frozenOf(figure, code, snapshot));
    return {
      ...{ service: rowOf(service, snapshot, now), month: monthOf(now.getTime()), months },
      names: Object.fromEntries(services.map((one) => [one.code, one.name])),
      asOf: now.toISOString(),
    };
  });
}

function rowOf(service: ServiceRow, snapshot: PublicSnapshot, now: Date): ObjectiveRow {
  const month = monthOf(now.getTime());
  const promises = service.promises.map((promise) => ({ ...promise, seal: sealOf(promise) }));
  return {
    ...service,
    promises,
    inForce: promises.find((promise) => promise.month <= month) ?? null,
    running: monthBands(snapshot, service.code, month, now.getTime()),
  };
}

function frozenOf({ month, band, frozenAt, frozen, intervals }: FigureRow, code: string, snapshot: PublicSnapshot) {
  const { from, to } = monthSpan(month);
  const now = availability(snapshot, code, from, to).find((one) => one.band === band) ?? null;
  return {
    ...{ month, band, frozenAt: frozenAt.toISOString(), intervals, now },
    frozen: { ...frozen, ...sharesOf(frozen) },
    restated: now === null || isRestated(frozen, now),
  } satisfies FrozenMonth;
}
