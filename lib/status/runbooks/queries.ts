import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { type Ask, asking } from "../ask.ts";
import type { IncidentDesk, RunbookProgress } from "../incidents/shapes.ts";
import type { RunbookPage, RunbookRow } from "./shapes.ts";
import { currentRunbooks, fittingRunbooks, type StoredRunbook, ticksOn, usesOn, versionsOf } from "./sql.ts";

const runbookRow = ({ cause_class, title, title_en, at, ...rest }: StoredRunbook): RunbookRow => ({
  ...rest,
  causeClass: cause_class,
  title: { da: title, en: title_en },
  at: at.toISOString(),
});

/** Every runbook in its current version. Throws ForbiddenError. */
export async function listRunbooks(viewer: Viewer): Promise<RunbookRow[]> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => (await currentRunbooks(asking(tx), null)).map(runbookRow));
}

/** One runbook with all its versions. Throws ForbiddenError, NotFoundError. */
export async function readRunbook(viewer: Viewer, runbookId: number): Promise<RunbookPage> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const [current] = await currentRunbooks(asking(tx), runbookId);
    if (!current) throw new NotFoundError("No such runbook");
    const versions = await versionsOf(asking(tx), runbookId);
    return {
      ...runbookRow(current),
      versions: versions.map(({ version, title, title_en, steps, at, written_by_id, name }) => ({
        ...{ version, title: { da: title, en: title_en }, steps, at: at.toISOString() },
        by: written_by_id === null ? null : { personId: written_by_id, name: name ?? "" },
      })),
    };
  });
}

/** The runbooks begun on an incident, step by step. */
export async function progressOf(ask: Ask, incidentId: number): Promise<RunbookProgress[]> {
  const ticks = await ticksOn(ask, incidentId);
  return (await usesOn(ask, incidentId)).map(({ id, runbook_id, code, version, newest, title, title_en, steps }) => ({
    ...{ useId: id, runbookId: runbook_id, code, version, newest, title: { da: title, en: title_en } },
    steps: steps.map((text, step) => {
      const tick = ticks.find((one) => one.use_id === id && one.step === step);
      const done = tick ? { personId: tick.person_id ?? 0, name: tick.name ?? "", at: tick.at.toISOString() } : null;
      return { text, done };
    }),
  }));
}

/** Runbooks that fit an incident and are not begun, the closest first. */
export const suggestedFor = async (ask: Ask, incidentId: number): Promise<IncidentDesk["suggestedRunbooks"]> =>
  (await fittingRunbooks(ask, incidentId)).map(({ id, code, title, title_en }) => ({
    ...{ id, code },
    title: { da: title, en: title_en },
  }));
