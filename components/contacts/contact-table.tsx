import { useLocale, useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Mark } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { hoursText } from "@/lib/contacts/rules.ts";
import type { ContactList, ContactRow } from "@/lib/contacts/shapes.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { DASH } from "@/lib/i18n/format.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { ContactFields } from "./contact-forms.tsx";

type Props = { list: ContactList; asOf: string; change: FormAction | null };
const COLUMNS = ["organisation", "function", "rank", "phone", "email", "hours", "reviewed", "change"] as const;

/** Everybody on a list, by organisation, the first contact first. */
export function ContactTable({ list, asOf, change }: Props) {
  const t = useTranslations("contacts");
  const format = useFormat();
  const locale = localeOf(useLocale());
  const columns = COLUMNS.filter((column) => column !== "change" || change !== null);
  return (
    <Table
      text
      label={list.name}
      head={
        <tr>
          {columns.map((column) => (
            <Head key={column}>{t(`field.${column}`)}</Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {list.contacts.map((contact) => (
          <tr key={contact.id}>
            <RowHead label={t("field.organisation")} wide>
              {contact.organisation.name}
            </RowHead>
            <Cell label={t("field.function")} wide>
              {contact.function}
            </Cell>
            <Cell label={t("field.rank")}>{t(`rank.${contact.rank}`)}</Cell>
            <Cell label={t("field.phone")}>
              {contact.phone === null ? DASH : <a href={`tel:${contact.phone.replaceAll(" ", "")}`}>{contact.phone}</a>}
            </Cell>
            <Cell label={t("field.email")} wide hide={contact.email === null}>
              {contact.email === null ? DASH : <a href={`mailto:${contact.email}`}>{contact.email}</a>}
            </Cell>
            <Cell label={t("field.hours")}>{hoursText(contact.hours, locale)}</Cell>
            <Cell label={t("field.reviewed")}>
              {contact.reviewDue ? (
                <Mark glyph="st-overdue">{t("reviewDue", { date: format.date(contact.reviewedAt, asOf) })}</Mark>
              ) : (
                format.date(contact.reviewedAt, asOf)
              )}
            </Cell>
            {change === null ? null : (
              <Cell wide hide={!contact.mayChange}>
                {contact.mayChange ? <ChangeForm contact={contact} action={change} /> : DASH}
              </Cell>
            )}
          </tr>
        ))}
      </Rows>
    </Table>
  );
}

function ChangeForm({ contact, action }: { contact: ContactRow; action: FormAction }) {
  const t = useTranslations("contacts.change");
  const label = t("label", { name: contact.function, organisation: contact.organisation.name });
  return (
    <details>
      <summary>{t("open")}</summary>
      <ActionForm action={action} label={label}>
        <input type="hidden" name="contactId" value={contact.id} />
        <input type="hidden" name="version" value={contact.version} />
        <ContactFields contact={contact} />
        <Submit name="intent" value="save" kind="go">
          {t("save")}
        </Submit>
        <Submit name="intent" value="review">
          {t("review")}
        </Submit>
        <Submit name="intent" value="remove" kind="stop">
          {t("remove")}
        </Submit>
      </ActionForm>
    </details>
  );
}
