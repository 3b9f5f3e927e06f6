import Link from "next/link";
import { useTranslations } from "next-intl";
import { useNames } from "@/components/journey/names.ts";
import { csvHref, messagesHref } from "@/components/receipts/address.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DeliveryRow, InstallationPage } from "@/lib/ledger/shapes.ts";
import styles from "./installation.module.css";

/** The letters to chase: past their deadline now, oldest first, with where each was last seen. */
export function OverdueTable({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.overdue");
  const format = useFormat();
  const { rows, total } = page.overdue;
  const when = useNames().column(
    rows.flatMap(({ sentAt, dueAt }) => [sentAt, dueAt]),
    page.asOf,
  );
  const filter = { installation: page.installation.id, state: "overdue", period: "30d" } as const;
  const count = format.number(total);
  if (total === 0) {
    return (
      <Panel title={t("title", { total: count })}>
        <p className="quiet">{t("none")}</p>
      </Panel>
    );
  }
  return (
    <Panel
      flush
      title={t("title", { total: count })}
      aside={
        <>
          {t("aside")} · <a href={csvHref(filter)}>{t("csv")}</a>
        </>
      }
    >
      <Table
        text
        label={t("title", { total: count })}
        head={
          <tr>
            <Head>{t("letter")}</Head>
            <Head>{t("content")}</Head>
            <Head>{t("sent")}</Head>
            <Head>{t("due")}</Head>
            <Head num>{t("over")}</Head>
            <Head>{t("last")}</Head>
            <Head num>{t("attempts")}</Head>
            <Head>
              <span className="vh">{t("action")}</span>
            </Head>
          </tr>
        }
      >
        <Rows>
          {rows.map((row) => (
            <OverdueRow key={row.id} row={row} when={when} asOf={page.asOf} />
          ))}
        </Rows>
      </Table>
      {rows.length < total ? (
        <p className={styles.all}>
          <Link href={messagesHref(filter)}>{t("all", { total: count })}</Link>
        </p>
      ) : null}
    </Panel>
  );
}

type OverdueRowProps = { row: DeliveryRow; when: (at: string | null) => string; asOf: string };

function OverdueRow({ row, when, asOf }: OverdueRowProps) {
  const t = useTranslations("installation.overdue");
  const station = useTranslations("journey.station");
  const format = useFormat();
  const names = useNames();
  const id = names.shortId(row.letterId);
  const href = `/messages/${row.letter}`;
  const { dueAt, lastStation } = row;
  return (
    <tr>
      <RowHead wide>
        <Link href={href} prefetch={false} className="mono">
          {id}
        </Link>
      </RowHead>
      <Cell label={t("content")}>{names.content(row.content) ?? names.type(row.type)}</Cell>
      <Cell label={t("sent")}>{when(row.sentAt)}</Cell>
      <Cell label={t("due")}>{when(dueAt)}</Cell>
      <Cell num label={t("over")}>
        <b className={styles.over}>{format.duration(dueAt === null ? null : Date.parse(asOf) - Date.parse(dueAt))}</b>
      </Cell>
      <Cell label={t("last")}>{lastStation === null ? format.number(null) : station(lastStation)}</Cell>
      <Cell num label={t("attempts")}>
        {format.number(row.attempts)}
      </Cell>
      <Cell num wide>
        <ButtonLink kind="quiet" href={href} prefetch={false} aria-label={t("followLetter", { id })}>
          {t("follow")}
        </ButtonLink>
      </Cell>
    </tr>
  );
}
