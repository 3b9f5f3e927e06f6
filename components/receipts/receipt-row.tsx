import { useTranslations } from "next-intl";
import { memo } from "react";
import { Spark } from "@/components/ui/spark.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { Cell, RowHead } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { Grouping, OverviewRow } from "@/lib/ledger/shapes.ts";
import type { Filter } from "./address.ts";
import { type ColumnLabels, CountCells } from "./count-cells.tsx";
import styles from "./receipt-table.module.css";
import { RowName } from "./row-name.tsx";
import { FEWEST_FOR_P95, filterOfRow, hoursOf, namedBy } from "./rows.ts";

type ReceiptRowProps = {
  labels: ColumnLabels;
  row: OverviewRow;
  filter: Filter;
  group: Grouping;
  /** Seen less far than the best row. */
  behind: boolean;
  today: string;
};

/**
 * One installation, municipality or group: its worst state, its day, every count, how long answers took, how far we see.
 * `today` is any instant of the day shown: a row is drawn anew when it has changed, not when only the clock has.
 */
export const ReceiptRow = memo(function ReceiptRow({ labels, row, filter, group, behind, today }: ReceiptRowProps) {
  const format = useFormat();
  const median = format.about(row.latency.medianMs);
  const p95 = row.latency.count < FEWEST_FOR_P95 ? DASH : format.about(row.latency.p95Ms);
  const named = namedBy(row);
  return (
    <tr>
      <Cell wide>{named === null ? <Silent seen={row.completeTo !== null} /> : <State state={named} />}</Cell>
      <RowHead wide>
        <RowName row={row} filter={filter} group={group} today={today} />
      </RowHead>
      <Cell wide>
        <Spark hours={hoursOf(row)} />
      </Cell>
      <CountCells
        labels={labels}
        sent={row.sent}
        counts={row.counts}
        filter={filterOfRow(row, filter)}
        silent={row.worst === null}
        never={row.worst === "not_due"}
      />
      <Cell num label={labels.median} hide={median === DASH}>
        {median}
      </Cell>
      <Cell num label={labels.p95} hide={p95 === DASH}>
        {p95}
      </Cell>
      <Cell num label={labels.completeTo} hide={!behind}>
        {behind ? (
          <span className={styles.hot} data-state="unknown">
            {row.completeTo === null ? <Never /> : format.sinceTime(row.completeTo, today)}
          </span>
        ) : (
          format.sinceTime(row.completeTo, today)
        )}
      </Cell>
    </tr>
  );
});

/** No messages: known to be none, or nobody can say. */
function Silent({ seen }: { seen: boolean }) {
  const t = useTranslations("receipts.table");
  return seen ? <Mark glyph="ui-none">{t("silent")}</Mark> : <Mark glyph="st-unknown">{t("unseen")}</Mark>;
}

function Never() {
  return useTranslations("receipts.table")("never");
}
