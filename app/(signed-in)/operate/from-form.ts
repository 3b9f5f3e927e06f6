import { z } from "zod";
import { impactBefore } from "@/components/desk/draft-rules.ts";
import { InvalidInputError } from "@/lib/errors.ts";
import type { Typed } from "@/lib/http/form.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as schema from "@/lib/status/incidents/schema.ts";

const onPage = z.object({ number: z.string().regex(/^\d{4}-\d{1,6}$/) });

/** The incident whose page a form stands on; it becomes part of an address. */
export const numberOf = (typed: Typed): string => parsed(onPage, { number: typed.text("number") }).number;

/** The draft that was typed in step 1. */
export const draftOf = (typed: Typed) =>
  parsed(schema.saveDraft, {
    incidentId: typed.text("incidentId"),
    version: typed.text("version"),
    content: {
      phase: typed.text("content.phase"),
      severity: typed.text("content.severity"),
      trouble: typed.text("content.trouble"),
      causeClass: typed.text("content.causeClass"),
      services: typed.all("content.services"),
      title: typed.text("content.title") ?? "",
      titleEn: typed.text("content.titleEn") ?? "",
      text: typed.text("content.text") ?? "",
      textEn: typed.text("content.textEn") ?? "",
      startedAt: typed.time("content.startedAt"),
      statedAt: typed.time("content.statedAt"),
      nextUpdateAt: typed.time("content.nextUpdateAt"),
    },
  });

/** The rows of the impact table that were changed, and those that are to be shown or hidden. */
export function impactsOf(typed: Typed) {
  const incidentId = typed.text("incidentId");
  const rows = typed.ids("effect.").map((id) => {
    const [effect, from, to] = [
      typed.text(`effect.${id}`) ?? "",
      typed.time(`from.${id}`) ?? "",
      typed.time(`to.${id}`),
    ];
    const [isPublic, was] = [typed.all("public").includes(id), typed.text(`public.${id}.before`) === "on"];
    return { installationId: id, effect, from, to, isPublic, was };
  });
  const changed = rows.filter((row) => impactBefore(row) !== typed.text(`impact.${row.installationId}.before`));
  const toggled = (on: boolean) =>
    rows.filter(({ isPublic, was }) => isPublic === on && was !== on).map(({ installationId }) => installationId);
  const adjusted = changed.map(({ installationId, effect, from, to }) => ({ installationId, effect, from, to }));
  const shown = (["on", "off"] as const).flatMap((show) => {
    const installationIds = toggled(show === "on");
    return installationIds.length === 0 ? [] : [parsed(schema.showImpacts, { incidentId, installationIds, show })];
  });
  return { adjust: adjusted.length === 0 ? null : rowsOf(incidentId, adjusted), show: shown };
}

/** A row's fault is said at the row's own field. */
function rowsOf(incidentId: string | undefined, rows: readonly { installationId: string }[]) {
  try {
    return parsed(schema.adjustImpacts, { incidentId, rows });
  } catch (error) {
    const [, at, name] = (error instanceof InvalidInputError && /^rows\.(\d+)\.(\w+)$/.exec(error.field ?? "")) || [];
    const row = at === undefined ? undefined : rows[Number(at)];
    if (!row || !(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(`${name}.${row.installationId}`, error.code);
  }
}
