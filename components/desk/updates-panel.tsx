import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Log } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { TextArea, TimeField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { IncidentDesk, UpdateRow } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { OnIncident } from "./on-incident.tsx";

type Props = { incident: IncidentDesk; asOf: string; actions: IncidentActions | null };

/** What was published, newest first, in both languages, with who wrote and approved it. Each can be corrected. */
export function UpdatesPanel({ incident, asOf, actions }: Props) {
  const t = useTranslations("desk.updates");
  const format = useFormat();
  const updates = incident.updates.toSorted((a, b) => b.nr - a.nr);
  return (
    <Panel title={t("title")} aside={t("count", { count: updates.length })}>
      {updates.length === 0 ? <Empty>{t("none")}</Empty> : null}
      <Log
        entries={updates.map((update) => ({
          key: update.nr,
          at: update.statedAt,
          time: format.sinceTime(update.statedAt, asOf),
          children: (
            <>
              <Update update={update} asOf={asOf} />
              {actions === null || incident.withdrawnAt !== null ? null : (
                <CorrectUpdate incident={incident} update={update} action={actions.correctUpdate} />
              )}
            </>
          ),
        }))}
      />
    </Panel>
  );
}

function Update({ update, asOf }: { update: UpdateRow; asOf: string }) {
  const t = useTranslations("desk.updates");
  const states = useTranslations("states");
  const format = useFormat();
  const { nr, phase, severity, trouble, text, writtenBy, approvedBy } = update;
  return (
    <>
      <b>{states(`phase.${phase}.label`)}</b>
      <p lang="da">{text.da}</p>
      <p lang="en" className={styles.english}>
        {text.en}
      </p>
      <p className={styles.marks}>
        <SeverityMark severity={severity} /> <ServiceMark state={trouble} />
      </p>
      <p className="note">
        {t("by", {
          nr,
          writer: writtenBy?.name ?? t("unknown"),
          time: format.sinceTime(update.publishedAt, asOf),
          organisations: update.organisations,
        })}
        {approvedBy === null ? "" : ` · ${t("approved", { name: approvedBy.name })}`}
        {update.correctedAt === null
          ? ""
          : ` · ${t("corrected", { time: format.sinceTime(update.correctedAt, asOf) })}`}
      </p>
    </>
  );
}

function CorrectUpdate({
  incident,
  update,
  action,
}: {
  incident: IncidentDesk;
  update: UpdateRow;
  action: FormAction;
}) {
  const t = useTranslations("desk");
  const { nr, text, statedAt } = update;
  return (
    <details className={styles.more}>
      <summary>{t("correct.update", { nr })} …</summary>
      <ActionForm action={action} key={incident.version} label={t("correct.update", { nr })}>
        <OnIncident incident={incident} />
        <input type="hidden" name="nr" value={nr} />
        <TextArea name="text" label={t("field.text")} value={text.da} lang="da" rows={4} />
        <TextArea name="textEn" label={t("field.textEn")} value={text.en} lang="en" rows={4} />
        <TimeField name="statedAt" label={t("field.statedAt")} value={statedAt} />
        <Submit>{t("correct.submit")}</Submit> <span className="note">{t("correct.kept")}</span>
      </ActionForm>
    </details>
  );
}
