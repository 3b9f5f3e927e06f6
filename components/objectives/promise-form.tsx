import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { CheckField, TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Promised } from "@/lib/status/objectives/rules.ts";

type Props = {
  serviceId: number;
  /** What the form begins with. */
  promised: Promised;
  /** The month it begins with, and what that month promises already; without it a new one is written. */
  known: { month: string; seal: string } | null;
  label: string;
  action: FormAction;
};

/** A promise as it is written: from which month, in which hours, how much, and who says so. */
export function PromiseForm({ serviceId, promised, known, label, action }: Props) {
  const t = useTranslations("objectives.form");
  const { locale } = useFormat();
  const percent = (share: number) =>
    String(Math.round(share * 100_000) / 1000).replace(".", locale === "da" ? "," : ".");
  return (
    <ActionForm action={action} label={label}>
      <input type="hidden" name="serviceId" value={serviceId} />
      <input type="hidden" name="seen" value={known?.seal ?? ""} />
      <Fields>
        {known === null ? (
          <TextField name="month" label={t("month")} hint={t("monthHint")} maxLength={7} autoComplete="off" required />
        ) : (
          <input type="hidden" name="month" value={known.month} />
        )}
        <TextField name="working" label={t("working")} value={percent(promised.working)} inputMode="decimal" required />
        <TextField name="other" label={t("other")} value={percent(promised.other)} inputMode="decimal" required />
        <TextField
          name="workFrom"
          label={t("workFrom")}
          value={String(promised.workFrom)}
          inputMode="numeric"
          required
        />
        <TextField name="workTo" label={t("workTo")} value={String(promised.workTo)} inputMode="numeric" required />
      </Fields>
      <TextField
        name="source"
        label={t("source")}
        hint={t("sourceHint")}
        value={promised.source}
        maxLength={200}
        required
      />
      <CheckField name="assumed" label={t("assumed")} checked={promised.assumed} hint={t("assumedHint")} />
      <Submit kind={known === null ? "go" : "plain"}>{t("save")}</Submit>
    </ActionForm>
  );
}
