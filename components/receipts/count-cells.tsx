import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Cell } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { DASH } from "@/lib/i18n/format.ts";
import type { ReceiptState, StateCounts } from "@/lib/ledger/states.ts";
import { type Filter, messagesHref } from "./address.ts";
import styles from "./receipt-table.module.css";
import { COLUMNS, type ColumnKey, expectedOf } from "./rows.ts";

type CountCellsProps = {
  sent: number;
  counts: StateCounts;
  filter: Filter;
  /** Nothing was sent: there is nothing to cut. */
  silent: boolean;
  /** Nothing sent was ever to be acknowledged. */
  never: boolean;
};

const QUIET: readonly ColumnKey[] = ["ok", "not_due"];

/** Sent, then every state; a number leads to its messages, and the states add up to what was sent. */
export function CountCells({ sent, counts, filter, silent, never }: CountCellsProps) {
  const t = useTranslations("receipts.table");
  const format = useFormat();
  const expected = expectedOf({ sent, counts });
  const link = (state: ReceiptState | undefined, count: number, quiet: boolean) => (
    <Link
      key={state ?? "sent"}
      className={quiet ? styles.count : styles.hot}
      data-state={quiet ? undefined : state}
      href={messagesHref(state === undefined ? filter : { ...filter, state })}
      prefetch={false}
    >
      {format.number(count)}
    </Link>
  );
  return (
    <>
      <Cell num label={t("sent")} zero={sent === 0}>
        {sent === 0 ? "0" : link(undefined, sent, true)}
      </Cell>
      {COLUMNS.map(({ key, states }) => {
        const label = t(`short.${key}`);
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
