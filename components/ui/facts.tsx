import type { ReactNode } from "react";
import styles from "./facts.module.css";

export type Fact = { label: ReactNode; value: ReactNode; note?: ReactNode };

/** Four to six figures with their denominators. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed by its page and never reordered.
        <div key={at}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value}
            {fact.note === undefined ? null : <small>{fact.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Identifiers and settings: a name, then what it is. */
export function KeyValue({ rows }: { rows: readonly { name: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className={styles.kv}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed by its page and never reordered.
        <div key={at} className={styles.pair}>
          <dt>{row.name}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
