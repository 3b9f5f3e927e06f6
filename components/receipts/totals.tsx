import { Cell, RowHead, TotalRow } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { Overview } from "@/lib/ledger/shapes.ts";
import type { Filter } from "./address.ts";
import { type ColumnLabels, CountCells } from "./count-cells.tsx";
import { FEWEST_FOR_P95 } from "./rows.ts";

type TotalsProps = { labels: ColumnLabels; overview: Overview; filter: Filter; label: string };

/** The sum of all rows. */
export function Totals({ labels, overview, filter, label }: TotalsProps) {
  const format = useFormat();
  const { total, completeTo, asOf } = overview;
  const p95 = total.latency.count < FEWEST_FOR_P95 ? DASH : format.about(total.latency.p95Ms);
  return (
    <TotalRow>
      <Cell wide hide>
        {" "}
      </Cell>
      <RowHead wide>{label}</RowHead>
      <Cell wide hide>
        {" "}
      </Cell>
      <CountCells
        labels={labels}
        sent={total.sent}
        counts={total.counts}
        filter={filter}
        silent={total.sent === 0}
        never={total.sent > 0 && total.counts.not_due === total.sent}
      />
      <Cell num label={labels.median}>
        {format.about(total.latency.medianMs)}
      </Cell>
      <Cell num label={labels.p95}>
        {p95}
      </Cell>
      <Cell num label={labels.completeTo}>
        {format.sinceTime(completeTo.latest, asOf)}
      </Cell>
    </TotalRow>
  );
}
