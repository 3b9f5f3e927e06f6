import type { ReactNode } from "react";
import styles from "./callout.module.css";
import type { Severity } from "./glyph.tsx";

/** What needs thought, with the colour of how much it matters; the words carry the meaning. */
export function Callout({ severity, children }: { severity: Severity; children: ReactNode }) {
  return (
    <div className={styles.callout} data-severity={severity}>
      {children}
    </div>
  );
}
