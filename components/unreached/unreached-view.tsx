import { useTranslations } from "next-intl";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import type { Unreached, UnreachedRow } from "@/lib/notices/unreached/shapes.ts";

/** Which organisations no notice reaches, and a letter that invites them. */
export function UnreachedView({ unreached, origin }: { unreached: Unreached; origin: string }) {
  const t = useTranslations("told.unreached");
  const { rows, total, everybody, asOf } = unreached;
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
      <Panel flush title={t("table.title")} aside={t("of", { count: rows.length, total })}>
        {rows.length === 0 ? <Empty>{t("none")}</Empty> : <UnreachedTable rows={rows} origin={origin} />}
      </Panel>
      <p className="note">{t(everybody ? "scope.everybody" : "scope.near")}</p>
    </>
  );
}

function UnreachedTable({ rows, origin }: { rows: readonly UnreachedRow[]; origin: string }) {
  const t = useTranslations("told.unreached");
  return (
    <Table
      text
      label={t("table.title")}
      head={
        <tr>
          {(["organisation", "kind", "subscription", "contact", "invite"] as const).map((column) => (
            <Head key={column}>{t(`table.${column}`)}</Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {rows.map(({ id, name, kind, asked, listed }) => (
          <tr key={id}>
            <RowHead label={t("table.organisation")} wide>
              {name}
            </RowHead>
            <Cell label={t("table.kind")}>{t(`kind.${kind}`)}</Cell>
            <Cell label={t("table.subscription")}>
              <State state="fatal">{t(asked ? "noAddress" : "noSubscription")}</State>
            </Cell>
            <Cell label={t("table.contact")}>
              {listed ? <Mark glyph="ui-check">{t("listed")}</Mark> : <Mark glyph="ui-x">{t("notListed")}</Mark>}
            </Cell>
            <Cell label={t("table.invite")} wide>
              <a href={inviteHref(t("invite.subject"), t("invite.body", { name, href: origin }))}>{t("invite.send")}</a>
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}

/** A letter ready to be sent from the reader's own mailbox: nobody's address is known here. */
const inviteHref = (subject: string, body: string): string =>
  `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
