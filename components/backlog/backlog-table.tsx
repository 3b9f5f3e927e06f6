import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table, TotalRow } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { Backlog, BacklogCounts, BacklogRow } from "@/lib/status/backlog/shapes.ts";
import { rowsHref } from "./address.ts";
import styles from "./backlog.module.css";

const COLUMNS = ["late", "pending", "missing", "unknown", "lost"] as const;
/** Whose colour a figure has. */
const COLOURS: Record<(typeof COLUMNS)[number], ReceiptState> = {
  ...{ late: "late_ok", pending: "pending", missing: "overdue", unknown: "unknown", lost: "lost" },
};

/** What became of the messages, a row per receiver, worst first; every figure leads to the messages that make it. */
export function BacklogTable({ backlog }: { backlog: Backlog }) {
  const t = useTranslations("backlog.table");
  const left = useTranslations("receipts.left");
  const { rows, total } = backlog;
  return (
    <Table
      label={t("title")}
      head={
        <tr>
          <Head>{t("receiver")}</Head>
          <Head>{t("hit")}</Head>
          <Head num>{left("expected")}</Head>
          {COLUMNS.map((column) => (
            <Head key={column} num>
              {left(column)}
            </Head>
          ))}
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => (
          <tr key={row.key}>
            <RowHead label={t("receiver")} wide>
              {row.municipality?.name ?? DASH}
              {row.system === null ? null : <span className={styles.system}>{row.system.name}</span>}
            </RowHead>
            <Hit row={row} asOf={backlog.asOf} />
            <Counts backlog={backlog} counts={row.counts} row={row} />
          </tr>
        ))}
        {rows.length < 2 ? null : (
          <TotalRow>
            <RowHead label={t("receiver")} wide>
              {t("total", { count: rows.length })}
            </RowHead>
            <Cell hide>{null}</Cell>
            <Counts backlog={backlog} counts={total} />
          </TotalRow>
        )}
      </Rows>
    </Table>
  );
}

function Hit({ row, asOf }: { row: BacklogRow; asOf: string }) {
  const t = useTranslations("backlog.table");
  const format = useFormat();
  const from = format.sinceTime(row.from, asOf);
  return (
    <Cell label={t("hit")} wide>
      {row.to === null ? t("since", { from }) : t("span", { from, to: format.sinceTime(row.to, asOf) })}
    </Cell>
  );
}

type CountsProps = { backlog: Backlog; counts: BacklogCounts; row?: BacklogRow };

function Counts({ backlog, counts, row }: CountsProps) {
  const left = useTranslations("receipts.left");
  const format = useFormat();
  return (
    <>
      <Cell num label={left("expected")}>
        <a className={styles.count} href={rowsHref(backlog, "expected", row)}>
          {format.number(counts.n)}
        </a>
      </Cell>
      {COLUMNS.map((column) => (
        <Cell key={column} num label={left(column)} zero={counts[column] === 0} hide={counts[column] === 0}>
          {counts[column] === 0 ? (
            "0"
          ) : (
            <a className={styles.hot} data-state={COLOURS[column]} href={rowsHref(backlog, column, row)}>
              {format.number(counts[column])}
            </a>
          )}
        </Cell>
      ))}
    </>
  );
}
