import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useId } from "react";
import styles from "./chart.module.css";

type ChartProps = {
  /** What the chart is. */
  title: string;
  /** What it shows, with its figures: the finding, for those who do not see it. */
  finding: string;
  width: number;
  height: number;
  /** Below this width the region scrolls; text is never shrunk under 11 px. */
  least: string;
  children: ReactNode;
};

/** A drawing that can be reached by keyboard where it scrolls, and says what it finds. */
export function Chart({ title, finding, width, height, least, children }: ChartProps) {
  const t = useTranslations("common");
  const id = useId();
  return (
    <section
      className={styles.scroll}
      aria-label={t("chart", { title })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      style={{ "--least": least } as CSSProperties}
    >
      <span className={styles.hint} aria-hidden="true">
        {t("scrollHint")}
      </span>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}t ${id}d`}>
        <title id={`${id}t`}>{title}</title>
        <desc id={`${id}d`}>{finding}</desc>
        {children}
      </svg>
    </section>
  );
}

/** The same facts as a table, opened by who wants it. */
export function Alternative({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className={styles.alternative}>
      <summary>{label}</summary>
      {children}
    </details>
  );
}
