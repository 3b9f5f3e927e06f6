import { useTranslations } from "next-intl";
import styles from "./spark.module.css";
import { SPARK, type SparkHour, sparkPaths } from "./spark-rules.ts";
import { useFormat } from "./use-format.ts";

const FILL = {
  sent: "var(--chart-neutral)",
  trouble: "var(--st-overdue-fill)",
  late: "var(--st-late-ok-fill)",
  unknown: "url(#hatch)",
} as const;

/** 24 hours: sent up, trouble down, hatched where we cannot see. The label says the same in words. */
export function Spark({ hours }: { hours: readonly SparkHour[] }) {
  const t = useTranslations("common.spark");
  const format = useFormat();
  const known = hours.filter((hour) => hour.known);
  const sum = (of: (hour: SparkHour) => number) => known.reduce((total, hour) => total + of(hour), 0);
  const unknown = hours.length - known.length;
  if (unknown === 0 && sum((hour) => hour.sent) === 0) return <span className="quiet">{t("none")}</span>;
  const figures = {
    sent: format.number(sum((hour) => hour.sent)),
    trouble: format.number(sum((hour) => hour.trouble)),
    late: format.number(sum((hour) => hour.late)),
    unknown: String(unknown),
    hours: unknown,
  };
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={t("label", figures)}
    >
      <path d={`M2 ${SPARK.base}h144`} stroke="var(--line-strong)" strokeWidth=".8" />
      {sparkPaths(hours).map(({ kind, d }) => (
        <path key={kind} d={d} fill={FILL[kind]} />
      ))}
    </svg>
  );
}
