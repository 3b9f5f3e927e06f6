import { useTranslations } from "next-intl";
import { SelectField, TextField } from "@/components/ui/typed.tsx";

/** Whose address it is: a function, rather than a person. */
export function LabelField() {
  const t = useTranslations("subscriptions");
  return <TextField name="label" label={t("field.label")} hint={t("address.addHint")} maxLength={80} />;
}

/** The language an address is written to in. */
export function LocaleField() {
  const t = useTranslations("subscriptions.field");
  const choices = [
    { value: "da", label: "Dansk" },
    { value: "en", label: "English" },
  ];
  return <SelectField name="locale" label={t("locale")} value="da" choices={choices} />;
}
