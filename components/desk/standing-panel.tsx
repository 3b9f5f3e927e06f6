import Link from "next/link";
import { useTranslations } from "next-intl";
import { AskedFields, RecipientsText } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Phases } from "@/components/ui/progress.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { SelectField, TextField, TimeField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ToBeTold } from "@/lib/notices/sending/shapes.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import { incidentHref } from "./address.ts";
import styles from "./desk.module.css";
import { HitText } from "./incident-card.tsx";
import { OnIncident } from "./on-incident.tsx";
import { DismissForm } from "./suspicion-card.tsx";
import { useChoices } from "./use-choices.ts";

type Props = {
  incident: IncidentDesk;
  asOf: string;
  actions: IncidentActions | null;
  /** Who is told that it is taken back; null where it is not public. */
  withdrawal: ToBeTold | null;
};

/** What is published of it now, and what can be done with it beside writing. */
export function StandingPanel({ incident, asOf, actions, withdrawal }: Props) {
  const t = useTranslations("desk.standing");
  const states = useTranslations("states");
  const format = useFormat();
  const words = useWords();
  const time = (at: string | null) => format.sinceTime(at, asOf);
  const published = incident.publishedAt !== null && incident.withdrawnAt === null;
  return (
    <Panel title={t("title")} aside={published ? t("public") : t("notPublic")}>
      <div className={styles.plain}>
        <p className={styles.marks}>
          <SeverityMark severity={incident.severity} /> <ServiceMark state={incident.trouble} />
        </p>
        <Phases phase={incident.phase} />
        <HitText incident={incident} />
        <KeyValue
          rows={[
            { name: t("services"), value: incident.services.map(({ name }) => words(name)).join(", ") },
            { name: t("cause"), value: states(`cause.${incident.causeClass}`) },
            { name: t("started"), value: time(incident.startedAt) },
            { name: t("detected"), value: time(incident.detectedAt) },
            { name: t("confirmed"), value: time(incident.confirmedAt) },
            { name: t("resolved"), value: time(incident.resolvedAt) },
            { name: t("cleared"), value: time(incident.backlogClearedAt) },
            { name: t("next"), value: time(incident.nextUpdateAt) },
          ]}
        />
        {incident.resolvedAt === null || incident.backlogClearedAt !== null ? null : (
          <p className="note">
            {t.rich("backlog", { a: (said) => <Link href={`/incidents/${incident.number}/backlog`}>{said}</Link> })}
          </p>
        )}
        {incident.merged.map(({ id, number, title }) => (
          <p key={id} className="note">
            {t("mergedHere")} <Link href={incidentHref(number)}>{`${number} ${words(title)}`}</Link>
          </p>
        ))}
        {incident.mergedInto === null ? null : (
          <p>
            {t("mergedInto")} <Link href={incidentHref(incident.mergedInto.number)}>{incident.mergedInto.number}</Link>
          </p>
        )}
      </div>
      {actions === null || incident.mergedInto !== null ? null : (
        <>
          {incident.publishedAt === null ? null : <CorrectForm incident={incident} action={actions.correctIncident} />}
          {withdrawal === null ? null : (
            <WithdrawForm incident={incident} told={withdrawal} action={actions.withdraw} />
          )}
          {incident.publishedAt === null && !incident.dismissed ? (
            <DismissForm incident={incident} action={actions.dismiss} />
          ) : null}
        </>
      )}
    </Panel>
  );
}

function CorrectForm({ incident, action }: { incident: IncidentDesk; action: FormAction }) {
  const t = useTranslations("desk");
  const choices = useChoices();
  return (
    <details className={styles.more}>
      <summary>{t("correct.incident")} …</summary>
      <ActionForm action={action} key={incident.version} label={t("correct.incident")}>
        <OnIncident incident={incident} />
        <Fields>
          <TimeField name="startedAt" label={t("field.startedAt")} value={incident.startedAt} />
          <SelectField
            name="severity"
            label={t("field.severity")}
            value={incident.severity}
            choices={choices.severities}
          />
          <SelectField
            name="causeClass"
            label={t("field.cause")}
            value={incident.causeClass}
            choices={choices.causes}
          />
        </Fields>
        <TextField name="title" label={t("field.title")} value={incident.title.da} lang="da" />
        <TextField name="titleEn" label={t("field.titleEn")} value={incident.title.en} lang="en" />
        <Submit>{t("correct.submit")}</Submit> <span className="note">{t("correct.kept")}</span>
      </ActionForm>
    </details>
  );
}

type Withdrawing = { incident: IncidentDesk; told: ToBeTold; action: FormAction };
function WithdrawForm({ incident, told, action }: Withdrawing) {
  const t = useTranslations("desk.withdraw");
  return (
    <details className={styles.more}>
      <summary>{t("title")} …</summary>
      <ActionForm action={action} label={t("title")}>
        <OnIncident incident={incident} />
        <p className="note">{t("means")}</p>
        <RecipientsText told={told} />
        <AskedFields told={told} />
        <Submit kind="stop">{t("submit")}</Submit>
      </ActionForm>
    </details>
  );
}
