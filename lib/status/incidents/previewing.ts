import { NotFoundError } from "../../errors.ts";
import { toBeTold } from "../../notices/sending/asked.ts";
import { recipientsOfDraft } from "../../signals/incident.ts";
import type { Ask } from "../ask.ts";
import { audienceOf } from "./audience.ts";
import { previewOf } from "./preview.ts";
import type { Preview } from "./shapes.ts";
import { allServices, draftsOf, impactsOf, incidentById, switches, type WholeDraft } from "./sql.ts";

/** Somebody's draft, and what would go out with it now. Throws NotFoundError. */
export async function previewDraft(
  ask: Ask,
  { incidentId, writerId }: { incidentId: number; writerId: number },
  now: Date,
): Promise<{ draft: WholeDraft; preview: Preview }> {
  const incident = await incidentById(ask, incidentId);
  const draft = (await draftsOf(ask, incidentId)).find(({ person_id }) => person_id === writerId);
  if (!incident || !draft) throw new NotFoundError("No draft");
  const services = await allServices(ask);
  const impacts = await impactsOf(ask, incidentId);
  const given = {
    ...{ number: incident.number, version: draft.base_version, writerId, content: draft.content },
    services: services
      .filter(({ id }) => draft.content.services.includes(id))
      .map(({ code, kind, da, en }) => ({ code, kind, name: { da, en } })),
    audience: await audienceOf(ask, incidentId),
    municipalities: incident.hit.municipalities,
    shown: impacts.flatMap(({ is_public, code, municipality, effect, from_at, to_at }) =>
      is_public && effect !== "none" && code !== null && municipality !== null
        ? [{ code, name: municipality, effect, from: from_at.toISOString(), to: to_at?.toISOString() ?? null }]
        : [],
    ),
    ...(await switches(ask)),
    told: await toBeTold(ask, await recipientsOfDraft(ask, incident, draft.content, now)),
  };
  return { draft, preview: previewOf(given, now) };
}
