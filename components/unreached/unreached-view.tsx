import { useTranslations } from "next-intl";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Unreached, UnreachedRow } from "@/lib/notices/unreached/shapes.ts";
import styles from "./unreached.module.css";

/** A longer list is folded away. */
const FOLDED_FROM = 20;

type Props = {
  unreached: Unreached;
  /** Where people find us, for a letter of the reader's own. */
  origin: string;
  /** Whose invitation it is. */
  by: string;
  /** Null for somebody who only reads. */
  invite: FormAction | null;
};

/** Which organisations no notice reaches, and the invitation to each: sent to its contacts, or written by hand. */
export function UnreachedView({ unreached, origin, by, invite }: Props) {
  const t = useTranslations("told.unreached");
  const { rows, total, everybody, asOf } = unreached;
  // By what there is to do: one button, or a letter of one's own.
  const byButton = rows.filter(({ mailboxes, invited }) => mailboxes > 0 || invited !== null);
  const byHand = rows.filter((row) => !byButton.includes(row));
  const [invitable] = byButton.filter(({ mailboxes }) => mailboxes > 0);
  const alone = rows.filter(({ listed }) => !listed).length;
  return (
    <>
      <RefreshOnChange name="unreached" />
      <PageHead
        title={t("title")}
        lead={
          rows.length === 0
            ? t("leadNone", { total })
            : t.rich("lead", { count: rows.length, total, alone, b: (said) => <b>{said}</b> })
        }
        aside={<LiveStatus asOf={asOf} />}
      />
      <div className="stack">
        {rows.length === 0 ? (
          <Panel flush title={t("table.title")}>
            <Empty>{t("none")}</Empty>
          </Panel>
        ) : null}
        {byButton.length === 0 ? null : (
          <Panel flush title={t("table.byButton")} aside={t("of", { count: byButton.length, total: rows.length })}>
            <UnreachedTable {...{ rows: byButton, origin, invite, asOf }} label={t("table.byButton")} />
          </Panel>
        )}
        {byHand.length === 0 ? null : (
          <Panel flush title={t("table.byHand")} aside={t("of", { count: byHand.length, total: rows.length })}>
            <details className={styles.folded} open={byHand.length <= FOLDED_FROM}>
              <summary>{t("table.show", { count: byHand.length })}</summary>
              <UnreachedTable {...{ rows: byHand, origin, invite, asOf }} label={t("table.byHand")} />
            </details>
          </Panel>
        )}
        {invite === null || invitable === undefined ? null : (
          <Panel title={t("invite.shown")}>
            <div className="stack">
              <p>{t("invite.shownLead")}</p>
              <p>
                <b>{t("invitation.title")}</b>
              </p>
              <p>{t("invitation.text", { by, name: invitable.name })}</p>
            </div>
          </Panel>
        )}
      </div>
      <p className="note">{t(everybody ? "scope.everybody" : "scope.near")}</p>
    </>
  );
}

type TableProps = Pick<Props, "origin" | "invite"> & { label: string; rows: readonly UnreachedRow[]; asOf: string };
function UnreachedTable({ label, rows, origin, invite, asOf }: TableProps) {
  const t = useTranslations("told.unreached");
  return (
    <Table
      text
      label={label}
      head={
        <tr>
          {(["organisation", "kind", "subscription", "contact", "invite"] as const).map((column) => (
            <Head key={column}>{t(`table.${column}`)}</Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => (
          <tr key={row.id}>
            <RowHead label={t("table.organisation")} wide>
              {row.name}
            </RowHead>
            <Cell label={t("table.kind")}>{t(`kind.${row.kind}`)}</Cell>
            <Cell label={t("table.subscription")}>
              <State state="fatal">{t(row.asked ? "noAddress" : "noSubscription")}</State>
            </Cell>
            <Cell label={t("table.contact")}>
              {row.listed ? <Mark glyph="ui-check">{t("listed")}</Mark> : <Mark glyph="ui-x">{t("notListed")}</Mark>}
            </Cell>
            <Cell label={t("table.invite")}>
              <Invitation {...{ row, origin, invite, asOf }} />
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}

/** Who was invited when; else a button that does it, or a letter to write by hand where we know no address. */
function Invitation({
  row,
  origin,
  invite,
  asOf,
}: Pick<TableProps, "origin" | "invite" | "asOf"> & { row: UnreachedRow }) {
  const t = useTranslations("told.unreached.invite");
  const format = useFormat();
  const { id, name, mailboxes, invited } = row;
  const lately = invited !== null && invited.again > asOf;
  return (
    <>
      {invited === null ? null : (
        <p>
          {t("done", { time: format.sinceTime(invited.at, asOf), by: invited.by, count: invited.addresses })}
          {lately ? <span className="note"> {t("again", { time: format.date(invited.again, asOf) })}</span> : null}
        </p>
      )}
      {invite === null || lately ? null : mailboxes > 0 ? (
        <ActionForm row action={invite} label={t("doLabel", { name })}>
          <input type="hidden" name="organisationId" value={id} />
          <Submit label={t("doLabel", { name })}>{t("do", { count: mailboxes })}</Submit>
        </ActionForm>
      ) : (
        <a href={inviteHref(t("subject"), t("body", { name, href: origin }))} aria-label={t("sendLabel", { name })}>
          {t("send")}
        </a>
      )}
    </>
  );
}

/** A letter ready to be sent from the reader's own mailbox: nobody's address is known here. */
const inviteHref = (subject: string, body: string): string =>
  `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
