import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { toBeTold } from "../../notices/sending/asked.ts";
import type { ToBeTold } from "../../notices/sending/shapes.ts";
import { recipientsOfEnds } from "../../signals/incident.ts";
import { type Ask, asking } from "../ask.ts";
import type { Words } from "../shapes.ts";
import { incidentById, mergedInto, type StoredIncident } from "./sql.ts";
import { isOver, mergedOver } from "./structure.ts";
import { inBoth } from "./texts.ts";

/** An incident as a form names it. */
type Named = { id: number; number: string; version: number; title: Words };
/** What a merge or a dismissal ends beside what it does: whom that is told to, and what they read. */
export type Ends = { ended: Named[]; told: ToBeTold; said: Words };
export type MergeEnds = Ends & { into: Named; from: Named[] };
export type DismissalEnds = Ends & { suspicion: Named };

/** Whom it would be told to if these were put under another. Throws ForbiddenError, NotFoundError. */
export async function readMergeEnds(
  viewer: Viewer,
  { intoId, fromIds }: { intoId: number; fromIds: readonly number[] },
  now: Date,
): Promise<MergeEnds> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const into = await standing(ask, intoId);
    const from = await Promise.all(fromIds.map((id) => standing(ask, id)));
    const ended = isOver({ resolvedAt: into.resolved_at, withdrawnAt: into.withdrawn_at }) ? from : [];
    return {
      ...{ into: named(into), from: from.map(named), ended: ended.map(named) },
      ...{ told: await toldOf(ask, ended, now), said: mergedOver(into.number) },
    };
  });
}

/** Whom it would be told to if a suspicion were dismissed: they follow what was merged into it. Throws likewise. */
export async function readDismissalEnds(viewer: Viewer, incidentId: number, now: Date): Promise<DismissalEnds> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const suspicion = await standing(ask, incidentId);
    const merged = await mergedInto(ask, incidentId);
    const ended = (await Promise.all(merged.map(({ id }) => incidentById(ask, id)))).flatMap((one) => one ?? []);
    return {
      ...{ suspicion: named(suspicion), ended: ended.map(named), told: await toldOf(ask, ended, now) },
      said: inBoth((locale) => texts(locale)("notices")("withdrawn")),
    };
  });
}

const named = ({ id, number, version, title, title_en }: StoredIncident): Named => ({
  ...{ id, number, version },
  title: { da: title, en: title_en },
});

const toldOf = async (ask: Ask, ended: readonly StoredIncident[], now: Date): Promise<ToBeTold> => {
  const incidents = ended.map((one) => ({ ...one, titleEn: one.title_en }));
  return toBeTold(ask, await recipientsOfEnds(ask, incidents, now));
};

/** One that is still somebody's to merge or dismiss. */
async function standing(ask: Ask, id: number): Promise<StoredIncident> {
  const found = await incidentById(ask, id);
  if (!found || found.merged_into_id !== null || found.dismissed_at !== null)
    throw new NotFoundError("It is no longer");
  return found;
}
