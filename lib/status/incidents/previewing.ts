import { NotFoundError } from "../../errors.ts";
import type { Ask } from "../ask.ts";
import { previewOf } from "./preview.ts";
import type { Preview } from "./shapes.ts";
import { allServices, audienceOf, draftsOf, incidentById, type WholeDraft } from "./sql.ts";

/** Somebody's draft, and what would go out with it now. Throws NotFoundError. */
export async function previewDraft(
  ask: Ask,
  incidentId: number,
  writerId: number,
): Promise<{ draft: WholeDraft; preview: Preview }> {
  const incident = await incidentById(ask, incidentId);
  const draft = (await draftsOf(ask, incidentId)).find(({ person_id }) => person_id === writerId);
  if (!incident || !draft) throw new NotFoundError("No draft");
  const services = await allServices(ask);
  const preview = previewOf({
    number: incident.number,
    version: draft.base_version,
    writerId,
    content: draft.content,
    services: services.filter(({ id }) => draft.content.services.includes(id)),
    audience: await audienceOf(ask, incidentId),
    municipalities: incident.hit.municipalities,
  });
  return { draft, preview };
}
