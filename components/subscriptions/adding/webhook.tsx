import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import { Secret } from "../secret.tsx";
import { LabelField } from "./fields.tsx";

/** A webhook, whose secret is shown once. */
export function AddWebhook({ action }: { action: FormAction }) {
  const t = useTranslations("subscriptions");
  return (
    <ActionForm action={action} label={t("address.addHook")}>
      <h3>{t("address.addHook")}</h3>
      <LabelField />
      <TextField name="url" label={t("field.url")} hint={t("address.hookHint")} type="url" maxLength={500} />
      <Secret name="secret" says={t("address.secret")} />
      <Submit>{t("address.hookDo")}</Submit>
    </ActionForm>
  );
}
