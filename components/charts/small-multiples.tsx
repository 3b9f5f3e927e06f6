import { useTranslations } from "next-intl";
import { receiptGlyph } from "@/components/ui/glyph.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import styles from "./chart.module.css";
import { Chart } from "./chart.tsx";
import { layTrend, type Trend, type TrendRow } from "./trend-rules.ts";

const signOf = (key: TrendRow["key"]): ReceiptState | null =>
  key === "sent" ? null : key === "late" ? "late_ok" : key;

/** The trend by state: a row per state under one time axis, each with a scale of its own, its highest bucket written. */
export function SmallMultiples({ trend, asOf }: { trend: Trend; asOf: string }) {
  const t = useTranslations("installation.trend");
  const format = useFormat();
  const { locale } = format;
  const layout = layTrend(trend);
  const weekday = new Intl.DateTimeFormat(locale === "da" ? "da-DK" : "en-GB", {
    timeZone: "Europe/Copenhagen",
    weekday: "short",
    day: "numeric",
  });
  const dayName = (at: string) => {
    const parts = Object.fromEntries(weekday.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    const name = (parts.weekday ?? "").replace(".", "").slice(0, locale === "da" ? 2 : 3);
    return `${name} ${parts.day}${locale === "da" ? "." : ""}`;
  };
  const total = (key: TrendRow["key"]) => layout.rows.find((row) => row.key === key)?.total ?? 0;
  const hole = ({ from, to }: { from: string; to: string }) =>
    t("holeSpan", { from: format.dateTime(from, asOf), to: format.dateTime(to, asOf) });
  const finding = [
    t("finding", {
      sent: format.number(layout.sent),
      ok: format.number(total("ok")),
      late: format.number(total("late")),
      overdue: format.number(total("overdue")),
    }),
    ...(layout.holes.length === 0 ? [] : [t("holes", { spans: layout.holes.map(hole).join("; ") })]),
  ].join(" ");
  const { left, right } = layout.axis;

  return (
    <Chart title={t("title")} finding={finding} width={layout.width} height={layout.height} least="68.75rem">
      {layout.holes.map(({ x, width, from }) => (
        <rect
          key={from}
          x={x}
          y={layout.plot.top}
          width={width}
          height={layout.plot.bottom - layout.plot.top}
          fill="url(#hatch)"
        />
      ))}
      {layout.holes.length === 0 ? null : (
        <HoleName holes={layout.holes} left={left} right={right} name={t("noData")} />
      )}
      {layout.days.map(({ x, at, label }) => (
        <g key={at}>
          <path className={styles.grid} d={`M${x.toFixed(1)} ${layout.plot.top}V${layout.plot.bottom + 4}`} />
          {label === null ? null : (
            <text x={label} y={layout.plot.bottom + 20} textAnchor="middle">
              {dayName(at)}
            </text>
          )}
        </g>
      ))}
      {layout.rows.map((row) => (
        <Row key={row.key} row={row} sent={layout.sent} bucketHours={trend.bucketHours} left={left} right={right} />
      ))}
    </Chart>
  );
}

/** Names the widest hole; the others look the same. */
function HoleName({
  holes,
  left,
  right,
  name,
}: {
  holes: { x: number; width: number }[];
  left: number;
  right: number;
  name: string;
}) {
  const widest = holes.reduce((most, hole) => (hole.width > most.width ? hole : most));
  const middle = Math.min(Math.max(widest.x + widest.width / 2, left + 24), right - 24);
  return (
    <text x={middle} y={14} textAnchor="middle">
      {name}
    </text>
  );
}

type RowProps = { row: TrendRow; sent: number; bucketHours: number; left: number; right: number };

function Row({ row, sent, bucketHours, left, right }: RowProps) {
  const t = useTranslations("installation.trend");
  const format = useFormat();
  const sign = signOf(row.key);
  return (
    <g data-state={sign ?? undefined}>
      {sign === null ? null : (
        <svg x="0" y={row.base - 24} width="14" height="14" viewBox="0 0 16 16" color="var(--c)" aria-hidden="true">
          <use href={`#${receiptGlyph(sign)}`} />
        </svg>
      )}
      <text className={styles.label} x={sign === null ? 0 : 19} y={row.base - 12}>
        {t(`row.${row.key}`)}
      </text>
      <text x={sign === null ? 0 : 19} y={row.base + 1}>
        {row.most === 0 ? t("none") : t("most", { count: format.number(row.most), hours: bucketHours })}
      </text>
      <path className={styles.axis} d={`M${left} ${row.base}H${right}`} />
      {row.bars.map(({ x, y, width, height, at }) => (
        <rect
          key={at}
          x={x.toFixed(1)}
          y={y.toFixed(1)}
          width={width.toFixed(1)}
          height={height.toFixed(1)}
          fill={sign === null ? "var(--chart-neutral)" : "var(--f)"}
        />
      ))}
      <text className={`${styles.label} ${styles.strong}`} x={1100} y={row.base - 12} textAnchor="end">
        {format.number(row.total)}
      </text>
      <text x={1100} y={row.base + 1} textAnchor="end">
        {sign === null ? t("inAll") : format.percent(row.total, sent)}
      </text>
    </g>
  );
}
