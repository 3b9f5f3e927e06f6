"use client";
import { useAnswered } from "@/components/ui/action-form.tsx";
import { TimeField } from "@/components/ui/typed.tsx";
import styles from "./desk.module.css";

type Props = {
  id: number;
  from: string;
  to: string | null;
  /** The two as text, and what the fields are called. */
  shown: string;
  labels: { change: string; from: string; to: string };
};

/** From when and until when somebody is hit: read at a glance, opened to be changed, and open where it is wrong. */
export function ImpactTimes({ id, from, to, shown, labels }: Props) {
  const [wrongFrom, wrongTo] = [useAnswered(`from.${id}`).error, useAnswered(`to.${id}`).error];
  return (
    <details className={styles.times} open={wrongFrom !== undefined || wrongTo !== undefined}>
      <summary>
        {shown} <span className="vh">{labels.change}</span>
      </summary>
      <TimeField name={`from.${id}`} label={labels.from} value={from} />
      <TimeField name={`to.${id}`} label={labels.to} value={to} />
    </details>
  );
}
