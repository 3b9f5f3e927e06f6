import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { SelectField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import { FETCHED } from "@/lib/subscriptions/shapes.ts";
import { Secret } from "../secret.tsx";
import { LabelField, LocaleField } from "./fields.tsx";

/** A personal feed or calendar, whose address is shown once. */
export function AddFeed({ action }: { action: FormAction }) {
  const t = useTranslations("subscriptions");
  const choices = FETCHED.map((channel) => ({ value: channel, label: t(`address.channel.${channel}`) }));
  return (
    <ActionForm action={action} label={t("address.feed.add")}>
      <h3>{t("address.feed.add")}</h3>
      <LabelField />
      <SelectField
        name="channel"
        label={t("field.channel")}
        hint={t("address.feed.hint")}
        value="atom"
        choices={choices}
      />
      <LocaleField />
      <Secret name="address" says={t("address.feed.once")} />
      <Submit>{t("address.feed.do")}</Submit>
    </ActionForm>
  );
}
