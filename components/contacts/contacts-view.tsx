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
import { AddForm } from "./contact-forms.tsx";
import { ContactTable } from "./contact-table.tsx";
import styles from "./contacts.module.css";
import { ImportForm } from "./import-form.tsx";
import { OnCallPanel } from "./on-call-panel.tsx";

export type ContactActions = Record<"open" | "add" | "change" | "importFile" | "reviewAll", FormAction>;
type Props = {
  page: ContactsPage;
  /** How many lines of a file were just taken in. */
  imported: number | undefined;
  /** Null for somebody who only reads. */
  actions: ContactActions | null;
  seesUnreached: boolean;
};

/** Whom to call at each organisation, shared by a region and its municipalities. */
export function ContactsView({ page, imported, actions, seesUnreached }: Props) {
  const t = useTranslations("contacts");
  const unreached = useTranslations("told.unreached");
  const { lists, mayOpen, asOf } = page;
  const contacts = lists.flatMap((list) => list.contacts);
  const due = contacts.filter(({ reviewDue }) => reviewDue).length;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead", { total: contacts.length, count: due })} />
      {imported === undefined ? null : <p role="status">{t("imported", { rows: imported })}</p>}
      <div className={styles.first}>
        {actions && page.ownDue > 0 ? <OwnDue count={page.ownDue} action={actions.reviewAll} /> : null}
        {lists.length === 0 ? (
          <Empty>{t(mayOpen ? "noneYet" : "none")}</Empty>
        ) : (
          <OnCallPanel rows={page.onCall} asOf={asOf} />
        )}
        {mayOpen && actions ? (
          <ActionForm action={actions.open} label={t("open")}>
            <Submit kind="go">{t("open")}</Submit>
          </ActionForm>
        ) : null}
      </div>
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
          <ImportForm listId={list.id} action={actions.importFile} />
        </div>
      ) : null}
    </>
  );
}

/** What nobody has looked at for a year, of the reader's own. */
function OwnDue({ count, action }: { count: number; action: FormAction }) {
  const t = useTranslations("contacts.ownDue");
  return (
    <ActionForm action={action} label={t("button", { count })}>
      <Callout severity="minor">
        <b>{t("title", { count })}</b> {t("text")}
      </Callout>
      <Submit kind="go">{t("button", { count })}</Submit>
    </ActionForm>
  );
}
