import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Panel } from "@/components/ui/panel.tsx";
import { Head, Rows, Table } from "@/components/ui/table.tsx";
import { danishDay } from "@/lib/i18n/format.ts";
import type { Grouping, Overview, OverviewRow } from "@/lib/ledger/shapes.ts";
import type { Filter } from "./address.ts";
import type { ColumnLabels } from "./count-cells.tsx";
import { ReceiptRow } from "./receipt-row.tsx";
import styles from "./receipt-table.module.css";
import { COLUMNS, type ColumnKey, grouped, isBehind } from "./rows.ts";
import { Totals } from "./totals.tsx";

const COLUMN_COUNT = COLUMNS.length + 7;

/** What a row of this table stands for, for the words that count rows. */
function unitOf(rows: readonly OverviewRow[], group: Grouping, filter: Filter): string {
  if (rows.some((row) => row.installationId !== null)) return "installation";
  if (group !== "state" && group !== "municipality") return group;
  return filter.side === "sent" ? "recipient" : "municipality";
}

/** Every row the viewer may see, worst first; grouped by what to do where the grouping is by state. */
export function ReceiptTable({ overview, filter, group }: { overview: Overview; filter: Filter; group: Grouping }) {
  const t = useTranslations("receipts.table");
  const { rows, completeTo, asOf } = overview;
  const unit = unitOf(rows, group, filter);
  const labels = useMemo<ColumnLabels>(
    () => ({
      ...(Object.fromEntries(COLUMNS.map(({ key }) => [key, t(`short.${key}`)])) as Record<ColumnKey, string>),
      sent: t("sent"),
      median: t("median"),
      p95: t("p95"),
      completeTo: t("completeTo"),
    }),
    [t],
  );
  const today = `${danishDay(asOf)}T12:00:00Z`;
  const rendered = (some: readonly OverviewRow[]) =>
    some.map((row) => (
      <ReceiptRow
        key={row.key}
        labels={labels}
        row={row}
        filter={filter}
        group={group}
        behind={isBehind(row.completeTo, completeTo.latest)}
        today={today}
      />
    ));
  const groups = group === "state" ? grouped(rows) : [];
  return (
    <Panel title={t("title")} quietTitle flush>
      <Table label={t("title")} head={<TableHead unit={unit} />}>
        {group === "state" ? (
          groups.map(({ urgency, rows: some }) => (
            <Rows
              key={urgency}
              title={t(`urgency.${urgency}.title`)}
              note={`${t("count", { count: some.length, unit })} · ${t(`urgency.${urgency}.note`)}`}
              columns={COLUMN_COUNT}
            >
              {rendered(some)}
            </Rows>
          ))
        ) : (
          <Rows>{rendered(rows)}</Rows>
        )}
        <Rows>
          <Totals
            labels={labels}
            overview={overview}
            filter={filter}
            label={t("total", { count: rows.length, unit })}
          />
        </Rows>
      </Table>
    </Panel>
  );
}

function TableHead({ unit }: { unit: string }) {
  const t = useTranslations("receipts.table");
  return (
    <tr>
      <Head sorted>{t("state")} ↓</Head>
      <Head>{t("unit", { unit })}</Head>
      <Head>
        {t("hours")}
        <span className={styles.subhead}>{t("hoursKey")}</span>
      </Head>
      <Head num>{t("sent")}</Head>
      {COLUMNS.map(({ key }) => (
        <Head key={key} num>
          {t(`column.${key}`)}
        </Head>
      ))}
      <Head num>{t("median")}</Head>
      <Head num>{t("p95")}</Head>
      <Head num>{t("completeTo")}</Head>
    </tr>
  );
}
