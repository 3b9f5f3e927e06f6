import { Fragment } from "react";
import type { Part, Slot } from "@/lib/subscriptions/sentence.ts";
import styles from "./subscriptions.module.css";

/** Where the fields of a slot stand on the page. */
export const axisId = (slot: Slot): string => `axis-${slot}`;

/** A filter as a sentence whose parts lead to the fields that say them. */
export function Sentence({ parts }: { parts: readonly Part[] }) {
  return (
    <p className={styles.sentence}>
      {parts.map(({ text, slot }, at) => {
        const key = `${at} ${text}`;
        return slot === null ? (
          <Fragment key={key}>{text}</Fragment>
        ) : (
          <a key={key} className={styles.slot} href={`#${axisId(slot)}`}>
            {text}
          </a>
        );
      })}
    </p>
  );
}

/** The same without links, in a list. */
export const plainSentence = (parts: readonly Part[]): string =>
  parts
    .map(({ text }) => text)
    .join("")
    .trim();
