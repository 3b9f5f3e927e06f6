import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { CheckField, SelectField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentDesk, ReportRow } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { OnIncident } from "./on-incident.tsx";

type Props = { incident: IncidentDesk; asOf: string; actions: IncidentActions | null };

/** Every report that is counted under an incident, as it came; chosen ones can be taken out again. */
export function ReportsPanel({ incident, asOf, actions }: Props) {
  const t = useTranslations("desk.reports");
  const rows = incident.reportRows;
  if (rows.length === 0) return null;
  const maySplit = actions !== null && rows.length > 1;
  const list = rows.map((report) => (
    <li key={report.id} className={styles.report}>
      {maySplit ? (
        <CheckField
          hideLabel
          name="reportIds"
          value={String(report.id)}
          label={t("choose", { from: report.from.organisation, id: report.id })}
        />
      ) : null}
      <Report report={report} of={incident} asOf={asOf} />
    </li>
  ));
  return (
    <Panel title={t("title")} aside={t("count", { count: rows.length })}>
      {maySplit ? (
        <ActionForm action={actions.split} key={incident.version} label={t("split")}>
          <OnIncident incident={incident} />
          <ul>{list}</ul>
          <details className={styles.more}>
            <summary>{t("split")} …</summary>
            <SelectField
              name="to"
              label={t("to")}
              value="original"
              choices={[
                { value: "original", label: t("original") },
                { value: "new", label: t("new") },
              ]}
            />
            <p className="note">{t("splitMeans")}</p>
            <div className={styles.buttons}>
              <Submit>{t("splitSubmit")}</Submit>
            </div>
          </details>
        </ActionForm>
      ) : (
        <ul>{list}</ul>
      )}
    </Panel>
  );
}

function Report({ report, of, asOf }: { report: ReportRow; of: IncidentDesk; asOf: string }) {
  const t = useTranslations("desk.reports");
  const states = useTranslations("states");
  const format = useFormat();
  const words = useWords();
  return (
    <div>
      <b>{report.from.organisation}</b>{" "}
      <span className="quiet">
        {format.sinceTime(report.receivedAt, asOf)} · {report.from.byHand ? t("byHand") : report.from.source}
      </span>
      <p className={styles.marks}>
        {report.severity === null ? null : <SeverityMark severity={report.severity} />}
        <ServiceMark state={report.trouble}>
          {words(report.service.name)}: {states(`service.${report.trouble}.label`).toLowerCase()}
        </ServiceMark>
      </p>
      {report.summary === null ? null : <p>{report.summary}</p>}
      <p className="note">
        {t("lasts", {
          from: format.sinceTime(report.startedAt, asOf),
          to: report.endedAt === null ? "none" : format.sinceTime(report.endedAt, asOf),
        })}
        {report.first.id === of.id ? "" : ` · ${t("first", { number: report.first.number })}`}
      </p>
    </div>
  );
}
