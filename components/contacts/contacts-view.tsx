import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import type { ContactList, ContactsPage } from "@/lib/contacts/shapes.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { csvHref } from "./address.ts";
import { AddForm, ImportForm } from "./contact-forms.tsx";
import { ContactTable } from "./contact-table.tsx";

export type ContactActions = Record<"open" | "add" | "change" | "importFile", FormAction>;
type Imported = { rows?: number | undefined; line?: number | undefined; column?: string | undefined };
type Props = {
  page: ContactsPage;
  /** What came of a file that was just taken in. */
  imported: Imported;
  /** Null for somebody who only reads. */
  actions: ContactActions | null;
  seesUnreached: boolean;
};

/** Whom to call at each organisation, shared by a region and its municipalities. */
export function ContactsView({ page, imported, actions, seesUnreached }: Props) {
  const t = useTranslations("contacts");
  const unreached = useTranslations("told.unreached");
  const { lists, mayOpen, asOf } = page;
  const due = lists.flatMap(({ contacts }) => contacts).filter(({ reviewDue }) => reviewDue).length;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead", { count: due })} />
      <ImportedCallout imported={imported} />
      {lists.length === 0 ? <Empty>{t(mayOpen ? "noneYet" : "none")}</Empty> : null}
      {mayOpen && actions ? (
        <ActionForm action={actions.open} label={t("open")}>
          <Submit kind="go">{t("open")}</Submit>
        </ActionForm>
      ) : null}
      {lists.map((list) => (
        <ListPanel key={list.id} list={list} asOf={asOf} actions={actions} />
      ))}
      {seesUnreached ? (
        <p className="note">
          <Link href="/contacts/unreached">{unreached("link")}</Link>
        </p>
      ) : null}
    </>
  );
}

function ListPanel({ list, asOf, actions }: { list: ContactList; asOf: string; actions: ContactActions | null }) {
  const t = useTranslations("contacts");
  const writes = actions !== null && list.mayAddFor.length > 0;
  return (
    <>
      <Panel
        flush
        title={list.name}
        aside={
          <a href={csvHref(list.id)} download>
            {t("csv")}
          </a>
        }
      >
        {list.contacts.length === 0 ? (
          <Empty>{t("empty")}</Empty>
        ) : (
          <ContactTable list={list} asOf={asOf} change={actions?.change ?? null} />
        )}
      </Panel>
      {writes ? (
        <div className="cols" data-cols="half">
          <AddForm list={list} action={actions.add} />
          <ImportForm list={list} action={actions.importFile} />
        </div>
      ) : null}
    </>
  );
}

function ImportedCallout({ imported: { rows, line, column } }: { imported: Imported }) {
  const t = useTranslations("contacts");
  if (rows !== undefined) return <p role="status">{t("imported", { rows })}</p>;
  if (line === undefined) return null;
  const field = column === undefined ? "other" : column;
  return (
    <div role="alert">
      <Callout severity="major">{t("notImported", { line, field: t(`field.${field}`) })}</Callout>
    </div>
  );
}
