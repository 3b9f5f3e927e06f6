import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";
import styles from "./chart.module.css";
import { Alternative, Chart } from "./chart.tsx";
import { type Curve, curveRows, curveSpan, layCurve } from "./curve-rules.ts";

const ROWS = 24;

/** How many messages waited for their answer from the outage's start until none did. */
export function BacklogCurve({ backlog }: { backlog: Backlog }) {
  const t = useTranslations("backlog.curve");
  const format = useFormat();
  const { incident, asOf } = backlog;
  const now = Date.parse(asOf);
  const started = Date.parse(incident.startedAt);
  const resolved = incident.resolvedAt === null ? null : Date.parse(incident.resolvedAt);
  const span = curveSpan(backlog.curve, started, resolved, now);
  const curve: Curve = { points: backlog.curve, ...span, outage: { from: started, to: resolved ?? now } };
  const layout = layCurve(curve);
  const { most, last, base, top, ticks, outage, axis } = layout;
  const when = (at: number) => format.sinceTime(new Date(at), asOf);
  const finding =
    most === null
      ? t("findingNone")
      : t("finding", {
          most: format.number(most.waiting),
          at: when(most.at),
          last: format.number(last.waiting),
        });
  const peakIsLast = most !== null && most.waiting === last.waiting;
  return (
    <>
      <Chart title={t("title")} finding={finding} width={layout.width} height={layout.height} least="68.75rem">
        <rect x={outage.x} y={top - 16} width={outage.width} height={base - top + 16} fill="var(--chart-band)" />
        <text className={styles.label} x={outage.x + 6} y={top - 21}>
          {t("outage")}
        </text>
        {ticks.map(({ at, x }) => (
          <g key={at}>
            <path className={styles.grid} d={`M${x.toFixed(1)} ${top}V${base + 4}`} />
            <text x={x} y={base + 20} textAnchor="middle">
              {when(at)}
            </text>
          </g>
        ))}
        <path d={layout.area} fill="var(--chart-neutral)" opacity="0.35" />
        <path d={layout.line} fill="none" stroke="var(--ink)" strokeWidth="1.75" />
        <path className={styles.axis} d={`M${axis.left} ${base}H${axis.right}`} />
        {most === null || peakIsLast ? null : (
          <text className={styles.label} x={most.x + 6} y={most.y - 6}>
            {format.number(most.waiting)}
          </text>
        )}
        <text className={styles.label} x={last.x + 6} y={last.y + 4}>
          {format.number(last.waiting)}
        </text>
      </Chart>
      <p className="quiet">{finding}</p>
      <Alternative label={t("asTable")}>
        <Table
          label={t("title")}
          head={
            <tr>
              <Head>{t("at")}</Head>
              <Head num>{t("waiting")}</Head>
            </tr>
          }
        >
          <Rows>
            {curveRows(curve, ROWS).map(({ at, waiting }) => (
              <tr key={at}>
                <RowHead label={t("at")}>{format.dateTime(new Date(at), asOf)}</RowHead>
                <Cell num label={t("waiting")} zero={waiting === 0}>
                  {format.number(waiting)}
                </Cell>
              </tr>
            ))}
          </Rows>
        </Table>
      </Alternative>
    </>
  );
}
