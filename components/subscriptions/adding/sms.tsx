import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import { LabelField, LocaleField } from "./fields.tsx";

/** A telephone, confirmed by a link that is sent to it. */
export function AddSms({ action }: { action: FormAction }) {
  const t = useTranslations("subscriptions");
  return (
    <ActionForm action={action} label={t("address.addSms")}>
      <h3>{t("address.addSms")}</h3>
      <p>{t("address.smsCosts")}</p>
      <LabelField />
      <TextField
        name="number"
        label={t("field.number")}
        hint={t("address.numberHint")}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        maxLength={40}
      />
      <LocaleField />
      <Submit>{t("address.smsDo")}</Submit>
    </ActionForm>
  );
}
