import Link from "next/link";
import { useTranslations } from "next-intl";
import { useNames } from "@/components/journey/names.ts";
import { State } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import type { DeliveryRow } from "@/lib/ledger/shapes.ts";
import styles from "./messages.module.css";

type DeliveryTableProps = {
  rows: readonly DeliveryRow[];
  asOf: string;
  /** Letter ids in full, for who must chase them elsewhere. */
  wholeIds?: boolean;
};

/** Deliveries, newest first, each leading to its letter's journey. */
export function DeliveryTable({ rows, asOf, wholeIds = false }: DeliveryTableProps) {
  const t = useTranslations("messages.list");
  const sent = useNames().column(
    rows.map(({ sentAt }) => sentAt),
    asOf,
  );
  return (
    <Table
      text
      label={t("title")}
      head={
        <tr>
          <Head sorted>{t("sent")}</Head>
          <Head>{t("letter")}</Head>
          <Head>{t("content")}</Head>
          <Head>{t("recipient")}</Head>
          <Head>{t("sender")}</Head>
          <Head>{t("state")}</Head>
          <Head num>{t("took")}</Head>
          <Head>{t("last")}</Head>
          <Head num>{t("attempts")}</Head>
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => (
          <DeliveryLine key={row.id} row={row} sent={sent(row.sentAt)} asOf={asOf} wholeId={wholeIds} />
        ))}
      </Rows>
    </Table>
  );
}

type DeliveryLineProps = { row: DeliveryRow; sent: string; asOf: string; wholeId: boolean };

function DeliveryLine({ row, sent, asOf, wholeId }: DeliveryLineProps) {
  const t = useTranslations("messages.list");
  const station = useTranslations("journey.station");
  const format = useFormat();
  const names = useNames();
  const { sentAt, transport, lastStation, attempts } = row;
  return (
    <tr>
      <Cell label={t("sent")}>
        <time dateTime={sentAt}>{sent}</time>
      </Cell>
      <RowHead label={t("letter")}>
        <Link href={`/messages/${row.letter}`} prefetch={false} className={row.letterId === null ? undefined : "mono"}>
          {(wholeId ? row.letterId : null) ?? names.shortId(row.letterId)}
        </Link>
      </RowHead>
      <Cell label={t("content")}>
        {names.type(row.type)}
        {row.content === null ? null : <span className={styles.under}>{names.content(row.content)}</span>}
      </Cell>
      <Cell label={t("recipient")}>
        {row.installationId === null ? (
          names.recipient(row)
        ) : (
          <Link href={`/receipts/${row.installationId}`} prefetch={false}>
            {names.recipient(row)}
          </Link>
        )}
        <span className={styles.under}>{t("role", { role: row.receiptRole })}</span>
      </Cell>
      <Cell label={t("sender")}>{row.sender ?? format.number(null)}</Cell>
      <Cell label={t("state")} wide>
        <StateCell row={row} />
      </Cell>
      <Cell num label={t("took")}>
        <TookCell row={row} asOf={asOf} />
      </Cell>
      <Cell label={t("last")}>
        {lastStation === null ? format.number(null) : station(lastStation)}
        {transport === "stopped" ? <span className={styles.under}>{t("stopped")}</span> : null}
      </Cell>
      <Cell num label={t("attempts")}>
        {format.number(attempts)}
      </Cell>
    </tr>
  );
}

/** The state, and under it why, where a code or a flag says so. */
function StateCell({ row }: { row: DeliveryRow }) {
  const t = useTranslations("messages.list");
  const meaning = useTranslations("codes.meaning");
  const why = row.codes.map((code) => {
    const { key } = explainCode(code);
    return key === "other" ? code : meaning(key);
  });
  if (row.conflicting) why.push(t("conflicting"));
  if (row.clock) why.push(t("clock"));
  return (
    <>
      <State state={row.state} />
      {why.length === 0 ? null : <span className={styles.under}>{[...new Set(why)].join(" · ")}</span>}
    </>
  );
}

/** How long the receipt took; while it is missing, how long it has been. */
function TookCell({ row, asOf }: { row: DeliveryRow; asOf: string }) {
  const t = useTranslations("messages.list");
  const format = useFormat();
  const names = useNames();
  if (row.state !== "overdue" || row.dueAt === null) return names.took(row.latencyMs, row.coarse);
  return (
    <span className={styles.over}>
      {t("overdueBy", { time: format.duration(Date.parse(asOf) - Date.parse(row.dueAt)) })}
    </span>
  );
}
