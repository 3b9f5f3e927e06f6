import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { TextArea } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { OnIncident } from "./on-incident.tsx";

type Props = { incident: IncidentDesk; asOf: string; actions: IncidentActions | null };

/** The report after an incident: its cause, and what keeps it from coming again. Public once it is written. */
export function FollowUpPanel({ incident, asOf, actions }: Props) {
  const t = useTranslations("desk.followUp");
  const format = useFormat();
  const words = useWords();
  const { followUp } = incident;
  const mayWrite = actions !== null && incident.publishedAt !== null && incident.withdrawnAt === null;
  if (followUp === null && (!mayWrite || incident.resolvedAt === null)) return null;
  return (
    <Panel title={t("title")} aside={followUp === null ? t("notWritten") : format.sinceTime(followUp.at, asOf)}>
      {followUp === null ? (
        <p className="note">{t("public")}</p>
      ) : (
        <div className={styles.plain}>
          <h3>{t("cause")}</h3>
          <p>{words(followUp.cause)}</p>
          <h3>{t("measures")}</h3>
          <p>{words(followUp.measures)}</p>
        </div>
      )}
      {mayWrite ? (
        <details className={styles.more}>
          <summary>{t(followUp === null ? "write" : "rewrite")} …</summary>
          <ActionForm action={actions.followUp} key={incident.version} label={t("title")}>
            <OnIncident incident={incident} />
            <TextArea name="cause" label={t("causeDa")} value={followUp?.cause.da ?? ""} lang="da" />
            <TextArea name="causeEn" label={t("causeEn")} value={followUp?.cause.en ?? ""} lang="en" />
            <TextArea name="measures" label={t("measuresDa")} value={followUp?.measures.da ?? ""} lang="da" />
            <TextArea name="measuresEn" label={t("measuresEn")} value={followUp?.measures.en ?? ""} lang="en" />
            <Submit>{t("submit")}</Submit>
          </ActionForm>
        </details>
      ) : null}
    </Panel>
  );
}
