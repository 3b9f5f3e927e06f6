import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { SelectField, TextField, TimeField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Desk } from "@/lib/status/incidents/shapes.ts";
import { useChoices } from "./use-choices.ts";

export type Reporter = { id: number; kind: string; name: string };

/** A report that came by telephone or mail, taken by hand. */
export function ReportForm({
  desk,
  reporters,
  action,
}: {
  desk: Desk;
  reporters: readonly Reporter[];
  action: FormAction;
}) {
  const t = useTranslations("desk");
  const words = useWords();
  const choices = useChoices();
  const open = [...desk.suspicions, ...desk.incidents];
  return (
    <ActionForm action={action} label={t("report.title")}>
      <Fields>
        <SelectField
          name="organisationId"
          label={t("report.from")}
          choices={reporters.map(({ id, kind, name }) => ({
            value: String(id),
            label: t("report.who", { kind, name }),
          }))}
          none={t("field.choose")}
        />
        <SelectField
          name="serviceId"
          label={t("report.service")}
          choices={desk.services.map(({ id, name }) => ({ value: String(id), label: words(name) }))}
          none={t("field.choose")}
        />
        <SelectField
          name="incidentId"
          label={t("report.under")}
          choices={open.map(({ id, number, title }) => ({ value: String(id), label: `${number} ${words(title)}` }))}
          none={t("report.whereItBelongs")}
        />
        <SelectField name="trouble" label={t("field.trouble")} value="degraded" choices={choices.troubles} />
        <SelectField
          name="severity"
          label={t("field.severity")}
          choices={choices.severities}
          none={t("field.unsaid")}
        />
        <SelectField name="causeClass" label={t("field.cause")} value="unknown" choices={choices.causes} />
        <TimeField name="startedAt" label={t("field.startedAt")} value={desk.asOf} />
        <TimeField name="endedAt" label={t("report.endedAt")} hint={t("report.endedHint")} />
      </Fields>
      <TextField name="summary" label={t("report.summary")} hint={t("report.summaryHint")} maxLength={300} />
      <Submit>{t("report.submit")}</Submit>
    </ActionForm>
  );
}
