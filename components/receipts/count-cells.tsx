import type { ReactNode } from "react";
import { Cell } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { ReceiptState, StateCounts } from "@/lib/ledger/states.ts";
import { type Filter, messagesHref } from "./address.ts";
import styles from "./receipt-table.module.css";
import { COLUMNS, type ColumnKey, expectedOf } from "./rows.ts";

type CountCellsProps = {
  labels: ColumnLabels;
  sent: number;
  counts: StateCounts;
  /** Leads to the messages that make the numbers; null where no filter leaves exactly them. */
  filter: Filter | null;
  /** Nothing was sent: there is nothing to cut. */
  silent: boolean;
  /** Nothing sent was ever to be acknowledged. */
  never: boolean;
};

/** The names of the columns where the table is a list; looked up once for all rows. */
export type ColumnLabels = Record<ColumnKey | "sent" | "median" | "p95" | "completeTo", string>;

const QUIET: readonly ColumnKey[] = ["ok", "not_due"];

/** Sent, then every state; a number leads to its messages, and the states add up to what was sent. */
export function CountCells({ labels, sent, counts, filter, silent, never }: CountCellsProps) {
  const format = useFormat();
  const expected = expectedOf({ sent, counts });
  const link = (state: ReceiptState | undefined, count: number, quiet: boolean) => {
    if (filter === null) return <span key={state ?? "sent"}>{format.number(count)}</span>;
    return (
      // Not a Link: a national overview has thousands of these, and each Link costs the page.
      <a
        key={state ?? "sent"}
        className={quiet ? styles.count : styles.hot}
        data-state={quiet ? undefined : state}
        href={messagesHref(state === undefined ? filter : { ...filter, state })}
      >
        {format.number(count)}
      </a>
    );
  };
  return (
    <>
      <Cell num label={labels.sent} zero={sent === 0}>
        {sent === 0 ? "0" : link(undefined, sent, true)}
      </Cell>
      {COLUMNS.map(({ key, states }) => {
        const label = labels[key];
        const filled = states.filter((state) => counts[state] > 0);
        if (silent || (never && key !== "not_due")) {
          return (
            <Cell key={key} num label={label} hide>
              {DASH}
            </Cell>
          );
        }
        if (filled.length === 0) {
          return (
            <Cell key={key} num label={label} zero hide>
              0
            </Cell>
          );
        }
        const links: ReactNode[] = filled.map((state, at) => [
          at === 0 ? null : " + ",
          link(state, counts[state], QUIET.includes(key)),
        ]);
        return (
          <Cell key={key} num label={label}>
            {links}
            {key === "ok" ? <span className={styles.share}>{format.percent(counts.ok, expected)}</span> : null}
          </Cell>
        );
      })}
    </>
  );
}
