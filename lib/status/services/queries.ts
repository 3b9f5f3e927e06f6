import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { asking } from "../ask.ts";
import type { ServicePage, ServicesPage } from "./shapes.ts";
import { storedChoices, storedServices } from "./sql.ts";

/** Every service, also one that has ended, and what a new one may be made of. Throws ForbiddenError. */
export async function readServices(viewer: Viewer, now: Date): Promise<ServicesPage> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => ({
    services: await storedServices(asking(tx)),
    choices: await storedChoices(asking(tx)),
    asOf: now.toISOString(),
  }));
}

/** One service as it is kept. Throws ForbiddenError, NotFoundError. */
export async function readService(viewer: Viewer, code: string, now: Date): Promise<ServicePage> {
  const { services, ...rest } = await readServices(viewer, now);
  const service = services.find((one) => one.code === code);
  if (!service) throw new NotFoundError("No such service");
  return { service, ...rest };
}
