import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import styles from "./chart.module.css";
import { Chart } from "./chart.tsx";
import { layTimetable } from "./timetable-rules.ts";
import type { Delivery, TimetableWords } from "./timetable-shapes.ts";

type TimetableProps = { title: string; journey: Journey; delivery: Delivery; finding: string };

/** The letter's journey to one recipient as a railway timetable. `finding` is the journey in one sentence. */
export function Timetable({ title, journey, delivery, finding }: TimetableProps) {
  const t = useTranslations("journey.timetable");
  const station = useTranslations("journey.station");
  const format = useFormat();
  const clock = (at: number) => (journey.coarse ? format.time(new Date(at)) : format.timeWithSeconds(new Date(at)));
  const words: TimetableWords = {
    attempt: (attempt, at) => t("attempt", { attempt, time: clock(at) }),
    lastSeen: (at) => t("lastSeen", { time: clock(at) }),
    waits: (ms) => t("waits", { time: format.duration(ms) }),
    arrived: (at) => t("arrived", { time: clock(at) }),
    receipt: (at, lateMs) =>
      lateMs === null
        ? t("receipt", { time: clock(at) })
        : t("receiptLate", { time: clock(at), late: format.duration(lateMs) }),
    deadline: (at) => t("deadline", { time: clock(at) }),
    warn: (at) => t("warn", { time: format.time(new Date(at)) }),
    now: t("now"),
    ghost: t("ghost"),
    blind: t("blind"),
  };
  const layout = layTimetable(journey, delivery, words);
  const { left, right } = layout.axis;
  const [first] = layout.rows;
  const top = (first?.y ?? 0) - 16;
  const days = new Set(layout.ticks.map(({ at }) => format.date(new Date(at), journey.asOf)));
  const tickName = (at: number) =>
    days.size > 1 && layout.ticks.length > 0 ? format.dateTime(new Date(at), journey.asOf) : format.time(new Date(at));
  const seconds = layout.ticks.some(({ at }) => at % 60_000 !== 0);

  return (
    <Chart title={title} finding={finding} width={layout.width} height={layout.height} least="70rem">
      {layout.ticks.map(({ x, at }) => (
        <g key={at}>
          <path className={styles.grid} d={`M${x.toFixed(1)} ${top}V${layout.bottom}`} />
          <text x={x} y={layout.bottom + 18} textAnchor="middle">
            {seconds ? format.timeWithSeconds(new Date(at)) : tickName(at)}
          </text>
        </g>
      ))}
      {layout.rows.map((row) => (
        <g key={row.station}>
          <path className={styles.axis} d={`M${left} ${row.y}H${right}`} />
          <text className={`${styles.label} ${styles.strong}`} x={0} y={row.y + 4}>
            {station(row.station)}
          </text>
        </g>
      ))}
      {layout.rules.map(({ x, top: from, tone }) => (
        <g key={tone} className={styles.tone} data-tone={tone}>
          <path className={styles.rule} data-tone={tone} d={`M${x.toFixed(1)} ${from}V${layout.bottom}`} />
        </g>
      ))}
      {layout.lines.map(({ d, kind, tone }) => (
        <g key={`${kind}${d}`} className={styles.tone} data-tone={tone} data-state={tone}>
          <path className={styles.line} data-kind={kind} d={d} />
        </g>
      ))}
      {layout.dots.map(({ x, y, kind, tone }) => (
        <g key={`${kind}${tone}${x} ${y}`} className={styles.tone} data-tone={tone} data-state={tone}>
          <circle className={styles.dot} data-kind={kind} cx={x.toFixed(1)} cy={y} r={kind === "last" ? 6 : 5} />
        </g>
      ))}
      {layout.labels.map(({ x, y, text, anchor, tone, strong }) => (
        <g key={`${text}${x}`} className={styles.tone} data-tone={tone} data-state={tone}>
          <text
            className={strong ? `${styles.toned} ${styles.strong}` : styles.toned}
            x={x.toFixed(1)}
            y={y}
            textAnchor={anchor}
          >
            {text}
          </text>
        </g>
      ))}
    </Chart>
  );
}
