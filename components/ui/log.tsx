import type { ReactNode } from "react";
import styles from "./log.module.css";

export type Entry = { key: string | number; at: string; time: string; children: ReactNode };

/** What happened or was said, each with its time. */
export function Log({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol className={styles.log}>
      {entries.map(({ key, at, time, children }) => (
        <li key={key}>
          <time dateTime={at}>{time}</time> {children}
        </li>
      ))}
    </ol>
  );
}

/** The exact text that goes out, and through what. `banner` is the yellow bar. */
export function Preview({ label, banner = false, lang, children }: PreviewProps) {
  return (
    <div className={banner ? `${styles.preview} ${styles.banner}` : styles.preview}>
      <span className={styles.label}>{label}</span>
      <div lang={lang}>{children}</div>
    </div>
  );
}
type PreviewProps = { label: string; banner?: boolean; lang?: string | undefined; children: ReactNode };
