import { useTranslations } from "next-intl";
import { Log } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";

/** What was corrected, by whom, and what stood there before. */
export function RevisionsPanel({ incident, asOf }: { incident: IncidentDesk; asOf: string }) {
  const t = useTranslations("desk.revisions");
  const format = useFormat();
  const revisions = incident.revisions.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (revisions.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("count", { count: revisions.length })}>
      <Log
        entries={revisions.map((revision, at) => ({
          key: at,
          at: revision.at,
          time: format.sinceTime(revision.at, asOf),
          children: (
            <>
              {t("by", { name: revision.by?.name ?? t("unknown"), field: revision.field })}
              <p>
                <del>{revision.before}</del> → <ins>{revision.after}</ins>
              </p>
            </>
          ),
        }))}
      />
    </Panel>
  );
}
