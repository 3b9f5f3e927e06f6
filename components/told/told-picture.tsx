import Link from "next/link";
import { useTranslations } from "next-intl";
import styles from "@/components/charts/chart.module.css";
import { Chart } from "@/components/charts/chart.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ToldPage } from "@/lib/notices/told/shapes.ts";
import { TABLE, toldHref } from "./address.ts";
import { heapsOf, LEFT, pictureOf, RIGHT, type Stroke, WIDTH } from "./picture-rules.ts";

const LANES = { reached: 46, confirmed: 96, missing: 146 } as const;
const HEIGHT = 178;
const NAMED = 8;

/** From telling to answer: a stroke per organisation, and who has not answered by name. The table says the same. */
export function ToldPicture({ told, toldAt }: { told: ToldPage; toldAt: string }) {
  const t = useTranslations("told.picture");
  const format = useFormat();
  const { rows, asOf } = told;
  const picture = pictureOf(rows, toldAt);
  const { ticks, reached, confirmed, missing } = picture;
  const asked = confirmed.length + missing.length;
  const time = format.sinceTime(toldAt, asOf);
  const after = (stroke: Stroke | undefined) =>
    stroke ? format.duration(Math.max(0, Date.parse(stroke.at) - Date.parse(toldAt))) : "";
  const finding = [
    t("findingReached", { reached: reached.length, total: rows.length, after: after(reached.at(-1)) }),
    t("findingConfirmed", { confirmed: confirmed.length, asked, after: after(confirmed.at(-1)) }),
  ].join(" ");
  const late = missing.filter((one) => one.late);
  const names = missing.slice(0, NAMED).map(({ name }) => name);
  return (
    <Panel title={t("title")} aside={t("aside", { time })}>
      <Chart title={t("title")} finding={finding} width={WIDTH} height={HEIGHT} least="68.75rem">
        {ticks.map(({ seconds, x }) => (
          <g key={seconds}>
            <path className={styles.grid} d={`M${x.toFixed(1)} 14V${LANES.missing + 6}`} />
            <text x={x} y={HEIGHT - 8} textAnchor="middle">
              {format.duration(seconds * 1_000)}
            </text>
          </g>
        ))}
        <path
          className={styles.axis}
          d={Object.values(LANES)
            .map((y) => `M${LEFT - 20} ${y}H${RIGHT}`)
            .join("")}
        />
        <Lane name="reached" note={t("of", { part: reached.length, total: rows.length })} />
        <Lane name="confirmed" note={t("ofAsked", { part: confirmed.length, total: asked })} />
        <Lane name="missing" note={t("late", { total: missing.length, late: late.length })} />
        <path stroke="var(--action)" strokeWidth="2" d={strokes(reached, LANES.reached)} />
        <path stroke="var(--st-ok-ink)" strokeWidth="2" d={strokes(confirmed, LANES.confirmed)} />
        {heapsOf(missing).map(({ x, count, late: isLate }) => (
          <g key={x}>
            <path
              d={`M${x.toFixed(1)} ${LANES.missing - 15}l7 13h-14z`}
              fill={isLate ? "var(--st-overdue-ink)" : "var(--surface)"}
              stroke="var(--st-overdue-ink)"
              strokeWidth="1.5"
            />
            {count === 1 ? null : (
              <text x={x} y={LANES.missing - 19} textAnchor="middle">
                {format.number(count)}
              </text>
            )}
          </g>
        ))}
      </Chart>
      <p className="quiet">{finding}</p>
      {missing.length === 0 ? null : (
        <p>
          {t.rich("who", {
            ...{ names: names.join(", "), more: missing.length - names.length, b: (said) => <b>{said}</b> },
            a: (said) => (
              <Link href={`${toldHref(told.of, { signal: told.shown?.signalId, show: "open" })}#${TABLE}`}>{said}</Link>
            ),
          })}
        </p>
      )}
    </Panel>
  );
}

function Lane({ name, note }: { name: keyof typeof LANES; note: string }) {
  const t = useTranslations("told.picture");
  return (
    <>
      <text className={`${styles.label} ${styles.strong}`} x="0" y={LANES[name] - 10}>
        {t(name)}
      </text>
      <text x="0" y={LANES[name] + 4}>
        {note}
      </text>
    </>
  );
}

const strokes = (all: readonly Stroke[], y: number): string =>
  all.map(({ x }) => `M${x.toFixed(1)} ${y - 16}v16`).join("");
