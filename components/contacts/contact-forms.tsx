import { useLocale, useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { SelectField, TextField } from "@/components/ui/typed.tsx";
import { hoursText } from "@/lib/contacts/rules.ts";
import type { ContactList, ContactRow } from "@/lib/contacts/shapes.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { localeOf } from "@/lib/i18n/locales.ts";

/** What a contact says of itself, new or as it is. */
export function ContactFields({ contact }: { contact?: ContactRow }) {
  const t = useTranslations("contacts");
  const locale = localeOf(useLocale());
  return (
    <>
      <TextField
        name="function"
        label={t("field.function")}
        hint={t("hint.function")}
        value={contact?.function ?? ""}
        maxLength={120}
        required
      />
      <Fields>
        <SelectField
          name="rank"
          label={t("field.rank")}
          value={String(contact?.rank ?? 1)}
          choices={["1", "2"].map((value) => ({ value, label: t(`rank.${value}`) }))}
        />
        <TextField
          name="hours"
          label={t("field.hours")}
          hint={t("hint.hours")}
          value={hoursText(contact?.hours ?? "always", locale)}
          maxLength={200}
          required
        />
      </Fields>
      <Fields>
        <TextField
          name="phone"
          label={t("field.phone")}
          type="tel"
          autoComplete="off"
          value={contact?.phone ?? ""}
          maxLength={20}
        />
        <TextField
          name="email"
          label={t("field.email")}
          type="email"
          autoComplete="off"
          value={contact?.email ?? ""}
          maxLength={254}
        />
      </Fields>
    </>
  );
}

export function AddForm({ list, action }: { list: ContactList; action: FormAction }) {
  const t = useTranslations("contacts");
  return (
    <Panel title={t("add.title")}>
      <ActionForm action={action} label={t("add.title")}>
        <input type="hidden" name="listId" value={list.id} />
        <SelectField
          name="organisationId"
          label={t("field.organisation")}
          choices={list.mayAddFor.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
        <ContactFields />
        <Submit kind="go">{t("add.button")}</Submit>
      </ActionForm>
    </Panel>
  );
}
