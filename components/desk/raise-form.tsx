import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { CheckGroup, SelectField, TextField, TimeField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { NamedService } from "@/lib/status/incidents/shapes.ts";
import { useChoices } from "./use-choices.ts";

/** A suspicion raised by hand. */
export function RaiseForm({
  services,
  asOf,
  action,
}: {
  services: readonly NamedService[];
  asOf: string;
  action: FormAction;
}) {
  const t = useTranslations("desk");
  const words = useWords();
  const choices = useChoices();
  return (
    <ActionForm action={action} label={t("raise.title")}>
      <CheckGroup
        name="services"
        label={t("field.services")}
        values={[]}
        choices={services.map(({ id, name }) => ({ value: String(id), label: words(name) }))}
      />
      <Fields>
        <SelectField name="trouble" label={t("field.trouble")} value="degraded" choices={choices.troubles} />
        <SelectField name="severity" label={t("field.severity")} value="major" choices={choices.severities} />
        <SelectField name="causeClass" label={t("field.cause")} value="unknown" choices={choices.causes} />
        <TimeField name="startedAt" label={t("field.startedAt")} value={asOf} />
      </Fields>
      <Fields>
        <TextField name="title" label={t("field.title")} hint={t("raise.titleHint")} maxLength={120} />
        <TextField name="titleEn" label={t("field.titleEn")} lang="en" maxLength={120} />
      </Fields>
      <Submit kind="go">{t("raise.submit")}</Submit>
    </ActionForm>
  );
}
