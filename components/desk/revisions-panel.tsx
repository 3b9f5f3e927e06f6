import { useTranslations } from "next-intl";
import { Log } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import { revised } from "./revision-rules.ts";

/** What was corrected, by whom, and what stood there before. */
export function RevisionsPanel({ incident, asOf }: { incident: IncidentDesk; asOf: string }) {
  const t = useTranslations("desk.revisions");
  const format = useFormat();
  const written = useWritten(incident, asOf);
  const revisions = incident.revisions.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (revisions.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("count", { count: revisions.length })}>
      <Log
        entries={revisions.map(({ at, by, field, before, after }, index) => {
          const { what, nr } = revised(field);
          const named = t(`what.${t.has(`what.${what}`) ? what : "other"}`);
          const name = by?.name ?? t("unknown");
          return {
            key: index,
            at,
            time: format.sinceTime(at, asOf),
            children: (
              <>
                {nr === null ? t("by", { name, field: named }) : t("byOnUpdate", { name, field: named, nr })}
                <p>
                  {before === "" ? null : (
                    <>
                      <del>{written(field, before)}</del> →{" "}
                    </>
                  )}
                  <ins>{written(field, after)}</ins>
                </p>
              </>
            ),
          };
        })}
      />
    </Panel>
  );
}

/** A value of a revision in the reader's words. */
function useWritten({ services, merged }: IncidentDesk, asOf: string): (field: string, value: string) => string {
  const t = useTranslations();
  const format = useFormat();
  const words = useWords();
  const each = (ids: string, name: (id: number) => string | undefined) =>
    ids
      .split(" ")
      .map((id) => name(Number(id)) ?? `#${id}`)
      .join(", ");
  const named = {
    text: (value: string) => value,
    time: (value: string) => format.dateTime(value, asOf),
    severity: (value: string) => t(`states.severity.${value}.label`),
    cause: (value: string) => t(`states.cause.${value}`),
    services: (value: string) =>
      each(value, (id) => {
        const service = services.find((one) => one.id === id);
        return service && words(service.name);
      }),
    incidents: (value: string) => each(value, (id) => merged.find((one) => one.id === id)?.number),
    reason: (value: string) => t(`desk.suspicions.reasons.${value}`),
  };
  return (field, value) => (value === "" ? DASH : named[revised(field).values](value));
}
