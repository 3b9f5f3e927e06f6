import type { ReactNode } from "react";
import type { Severity } from "@/lib/status/shapes.ts";
import styles from "./callout.module.css";

/** What needs thought, with the colour of how much it matters; the words carry the meaning. */
export function Callout({ severity, children }: { severity: Severity; children: ReactNode }) {
  return (
    <div className={styles.callout} data-severity={severity}>
      {children}
    </div>
  );
}
