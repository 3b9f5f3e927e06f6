import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import { LabelField, LocaleField } from "./fields.tsx";

/** A mailbox, confirmed by a link that is sent to it. */
export function AddEmail({ action }: { action: FormAction }) {
  const t = useTranslations("subscriptions");
  return (
    <ActionForm action={action} label={t("address.add")}>
      <h3>{t("address.add")}</h3>
      <LabelField />
      <TextField name="address" label={t("field.address")} type="email" maxLength={254} />
      <LocaleField />
      <Submit>{t("address.addDo")}</Submit>
    </ActionForm>
  );
}
