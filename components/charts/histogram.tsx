import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import styles from "./chart.module.css";
import { Alternative, Chart } from "./chart.tsx";
import { type HistogramBar, type HistogramInput, layHistogram } from "./histogram-rules.ts";

const SIDES = { within: "var(--chart-neutral)", after: "url(#hatch-over)", across: "var(--st-unknown-fill)" } as const;

/** Receipt times against the deadline and the warning; what came after the deadline stands right of it, hatched. */
export function Histogram({ histogram }: { histogram: HistogramInput & { within: number } }) {
  const t = useTranslations("installation.histogram");
  const format = useFormat();
  const layout = layHistogram(histogram);
  const { deadlineX, warnX, base, total } = layout;
  const { deadlineMs, warnMs, within } = histogram;
  const stepOf = ({ upTo, over }: HistogramBar, at: number) => {
    if (over !== null) return t("over", { time: format.duration(over) });
    return at === 0 ? t("under", { time: format.duration(upTo) }) : format.duration(upTo);
  };
  const finding =
    deadlineMs === null
      ? t("findingPlain", { total: format.number(total) })
      : t("finding", {
          total: format.number(total),
          within: format.number(within),
          after: format.number(Math.max(0, total - within)),
          deadline: format.duration(deadlineMs),
        });
  return (
    <>
      <Chart title={t("title")} finding={finding} width={layout.width} height={layout.height} least="48.5rem">
        {deadlineX === null ? null : (
          <rect
            x={deadlineX}
            y={22}
            width={Math.max(0, layout.width - 14 - deadlineX)}
            height={base - 22}
            fill="var(--st-overdue-tint)"
          />
        )}
        {layout.bars.map((bar, at) => (
          <g key={bar.x}>
            <rect
              x={bar.x.toFixed(1)}
              y={bar.y.toFixed(1)}
              width={bar.width.toFixed(1)}
              height={bar.height.toFixed(1)}
              fill={SIDES[bar.side]}
            />
            <text className={styles.label} x={bar.x + bar.width / 2} y={bar.y - 6} textAnchor="middle">
              {format.number(bar.count)}
            </text>
            <text x={bar.x + bar.width / 2} y={base + 16} textAnchor="middle">
              {stepOf(bar, at)}
            </text>
          </g>
        ))}
        <path className={styles.axis} d={`M8 ${base}H${layout.width - 14}`} />
        {warnX === null ? null : (
          <g className={styles.tone} data-tone="warn">
            <path className={styles.rule} data-tone="warn" d={`M${warnX.toFixed(1)} 40V${base}`} />
            <text className={styles.toned} x={warnX - 5} y={50} textAnchor="end">
              {t("warn", { time: format.duration(warnMs) })}
            </text>
          </g>
        )}
        {deadlineX === null ? null : (
          <g className={styles.tone} data-tone="deadline">
            <path className={styles.rule} data-tone="deadline" d={`M${deadlineX.toFixed(1)} 14V${base}`} />
            <text className={`${styles.toned} ${styles.strong}`} x={deadlineX - 5} y={20} textAnchor="end">
              {t("deadline", { time: format.duration(deadlineMs) })}
            </text>
            <text className={styles.toned} x={deadlineX + 6} y={36}>
              {t("after")}
            </text>
          </g>
        )}
        <text x={8} y={212}>
          {t("steps")}
        </text>
      </Chart>
      <Alternative label={t("asTable")}>
        <Table
          label={t("title")}
          head={
            <tr>
              <Head>{t("time")}</Head>
              <Head num>{t("count")}</Head>
              <Head num>{t("share")}</Head>
            </tr>
          }
        >
          <Rows>
            {layout.bars.map((bar, at) => (
              <tr key={bar.x}>
                <RowHead>
                  {at === 0 || bar.over !== null ? stepOf(bar, at) : t("upTo", { time: stepOf(bar, at) })}
                </RowHead>
                <Cell num label={t("count")} zero={bar.count === 0}>
                  {format.number(bar.count)}
                </Cell>
                <Cell num label={t("share")} zero={bar.count === 0}>
                  {format.percent(bar.count, total)}
                </Cell>
              </tr>
            ))}
          </Rows>
        </Table>
      </Alternative>
    </>
  );
}
