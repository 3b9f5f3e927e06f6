import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReceiptState, StateCounts } from "@/lib/ledger/states.ts";
import styles from "./band.module.css";
import { State } from "./state.tsx";
import { useFormat } from "./use-format.ts";

/** The order in which the band and the tables cut the whole: what went well first, then what did not, then what cannot be seen. */
export const BAND_ORDER: readonly ReceiptState[] = [
  "ok",
  "pending",
  "overdue",
  "fatal",
  "transient",
  "late_ok",
  "late_negative",
  "repudiated",
  "lost",
  "unknown",
  "not_due",
];

type BandProps = {
  counts: StateCounts;
  /** What is counted, with its number: "Fordeling af 1.232 ventede kvitteringer". */
  label: string;
  states?: readonly ReceiptState[];
};

/** The whole, cut by state; what is not known is hatched. */
export function Band({ counts, label, states = BAND_ORDER }: BandProps) {
  const t = useTranslations("states.receipt");
  const format = useFormat();
  const said = states.map((state) => `${t(`${state}.label`)} ${format.number(counts[state])}`).join(", ");
  return (
    <div className={styles.band} role="img" aria-label={`${label}: ${said}`}>
      {states.map((state) =>
        counts[state] === 0 ? null : (
          <span key={state} data-state={state} className={styles[state]} style={{ flexGrow: counts[state] }} />
        ),
      )}
    </div>
  );
}

type LegendProps = {
  counts: StateCounts;
  hrefOf: (state: ReceiptState) => string;
  note?: string;
  states?: readonly ReceiptState[];
};

/** Each state with its count, each a link to the rows that make it. */
export function Legend({ counts, hrefOf, note, states = BAND_ORDER }: LegendProps) {
  const format = useFormat();
  return (
    <div className={styles.legend}>
      {states.map((state) => (
        <Link key={state} href={hrefOf(state)} prefetch={false}>
          <State state={state} /> <b>{format.number(counts[state])}</b>
        </Link>
      ))}
      {note === undefined ? null : <span className={styles.note}>{note}</span>}
    </div>
  );
}
