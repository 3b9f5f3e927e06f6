import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ShownReplay } from "@/lib/subscriptions/page-shapes.ts";
import { CHART, monthsWithin, piled, placeOf } from "./replay-rules.ts";
import styles from "./subscriptions.module.css";

const LABELLED = 4;
type Props = { replay: ShownReplay; current: ShownReplay | null; from: string; to: string; days: number };

/** What would have been sent by day and by night, what would have been missed, and what the filter of now sends. */
export function ReplayChart({ replay, current, from, to, days }: Props) {
  const t = useTranslations("subscriptions.replay");
  const format = useFormat();
  const span = { from: Date.parse(from), to: Date.parse(to) };
  const x = (at: number) => placeOf(at, span);
  const byDay = replay.told.filter(({ night }) => !night);
  const byNight = replay.told.filter(({ night }) => night);
  const rows = [
    { y: CHART.day, name: t("day"), count: t("count", { count: byDay.length }) },
    {
      ...{ y: CHART.night, name: t("night") },
      count: t("nightCount", { count: replay.night, critical: replay.nightCritical }),
    },
    { y: CHART.missed, name: t("missed"), count: t("cases", { count: replay.missed.length }) },
    ...(current ? [{ y: CHART.current - 12, name: t("current"), count: t("count", { count: current.count }) }] : []),
  ];
  const says = t("chartSays", {
    ...{ day: byDay.length, night: replay.night, missed: replay.missed.length },
    current: current ? t("count", { count: current.count }) : "–",
  });
  const bottom = current ? 218 : 162;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className={styles.scroll} aria-label={t("chart", { days })} tabIndex={0}>
      <svg className={styles.chart} viewBox={`0 0 ${CHART.width} ${bottom + 14}`} role="img" aria-label={says}>
        {monthsWithin(span).map((day) => (
          <g key={day}>
            <path className={styles.grid} d={`M${x(Date.parse(day))} 14V${bottom - 16}`} />
            <text x={x(Date.parse(day))} y={bottom} textAnchor="middle">
              {format.date(`${day}T12:00:00Z`, to)}
            </text>
          </g>
        ))}
        <text x={CHART.right} y={bottom} textAnchor="end">
          {format.date(to, to)}
        </text>
        {rows.map(({ y, name, count }) => (
          <g key={name}>
            <text className={styles.strong} x="0" y={y - 4}>
              {name}
            </text>
            <text x="0" y={y + 11}>
              {count}
            </text>
          </g>
        ))}
        {[CHART.day, CHART.night, CHART.missed, ...(current ? [CHART.current] : [])].map((y) => (
          <path key={y} className={styles.axisLine} d={`M${CHART.left} ${y}H${CHART.right}`} />
        ))}
        {byDay.map((one) =>
          one.kind === "window" ? (
            <rect
              key={one.signalId}
              className={styles.square}
              x={x(one.at) - 5}
              y={CHART.day - 11}
              width="10"
              height="9"
            />
          ) : (
            <circle
              key={one.signalId}
              className={styles.dot}
              cx={x(one.at)}
              cy={CHART.day - 7}
              r={one.critical ? 7.5 : 5.5}
            />
          ),
        )}
        {byNight.map((one) => (
          <path
            key={one.signalId}
            className={styles.diamond}
            d={`M${x(one.at)} ${CHART.night - 13}l6 6.5 -6 6.5 -6 -6.5z`}
          />
        ))}
        {replay.missed.map(({ signalId, at }, n) => (
          <g key={signalId}>
            <circle className={styles.ring} cx={x(Date.parse(at))} cy={CHART.missed - 7} r="6" />
            {replay.missed.length > LABELLED ? null : (
              <text
                className={styles.missed}
                x={x(Date.parse(at)) + (n === replay.missed.length - 1 ? -11 : 11)}
                y={CHART.missed - 4}
                textAnchor={n === replay.missed.length - 1 ? "end" : "start"}
              >
                {format.date(at, to)}
              </text>
            )}
          </g>
        ))}
        {piled(
          (current?.told ?? []).map(({ at }) => at),
          span,
        ).map(({ x: left, y }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two squares may lie in one place; none holds anything of its own.
          <rect key={n} className={styles.current} x={left} y={y} width={CHART.size} height={CHART.size} />
        ))}
      </svg>
    </section>
  );
}
