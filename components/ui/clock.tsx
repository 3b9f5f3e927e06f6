"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import styles from "./clock.module.css";
import { clockText, clockView, type Promised } from "./clock-rules.ts";
import { Glyph } from "./glyph.tsx";
import { useFormat } from "./use-format.ts";

const MINUTE_MS = 60_000;

type Props = {
  what: ReactNode;
  /** From when, until when, and when it was met; ISO 8601. */
  from: string;
  due: string;
  met: string | null;
  /** When the page was made; from then on the clock runs by itself where there are scripts. */
  now: string;
  /** What `from` is, such as "opdaget 07:38:10". */
  since: string;
  note?: ReactNode;
};

/** The time left to a promise, in digits, words and length. */
export function Clock({ what, from, due, met, now, since, note }: Props) {
  const t = useTranslations("common.clock");
  const format = useFormat();
  const promised: Promised = {
    from: Date.parse(from),
    due: Date.parse(due),
    met: met === null ? null : Date.parse(met),
  };
  const view = clockView(promised, useNow(Date.parse(now), met === null));
  // A promise is made in minutes; a few seconds either way are the time it took to write it down.
  const total = format.duration(Math.round((promised.due - promised.from) / MINUTE_MS) * MINUTE_MS);
  const done = view.name === "met" || view.name === "missed";
  const percent = Math.round(view.used * 100);
  return (
    <div className={styles.clock} data-view={view.name}>
      <p className={styles.what}>{what}</p>
      <p className={styles.left}>
        <span role="timer">{clockText(view.ms)}</span>{" "}
        <small>
          {done ? "" : `${t(view.name === "overdue" ? "over" : "left", { total })} · `}
          {done ? t("after", { time: since }) : since}
        </small>
      </p>
      <Gauge used={view.used} parts={5} label={t(done ? "was" : "used", { percent, total })} />
      <p className={styles.what}>
        {done ? (
          <>
            <Glyph name={view.name === "met" ? "ui-check" : "ui-x"} /> {t(view.name, { total })}
          </>
        ) : (
          <>
            {view.name === "running" ? null : <b>{t(view.name)} </b>}
            {t("by", { time: format.timeWithSeconds(due) })}
          </>
        )}
        {note === undefined ? null : <> · {note}</>}
      </p>
    </div>
  );
}

/** How much of a whole is used, on a scale of equal parts. */
export function Gauge({ used, parts, label }: { used: number; parts: number; label: string }) {
  const marks = Array.from({ length: parts + 1 }, (_, at) => (300 * at) / parts);
  return (
    <svg className={styles.gauge} viewBox="0 0 300 14" preserveAspectRatio="none" role="img" aria-label={label}>
      <path d="M0 9.5h300" stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      {marks.map((x, at) => (
        <path
          key={x}
          d={`M${Math.min(299, Math.max(1, x))} ${at === 0 || at === parts ? 3 : 6}V13`}
          stroke="var(--line-strong)"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <rect x="0" y="7.5" width={300 * used} height="4" className={styles.fill} />
    </svg>
  );
}

/** Clocks side by side where there is room. */
export function Clocks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={styles.clocks} aria-label={label}>
      {children}
    </section>
  );
}

/** The instant (ms), each second; `first` until the page runs, so that the server and the browser begin alike. */
function useNow(first: number, runs: boolean): number {
  const [now, setNow] = useState(first);
  useEffect(() => {
    if (!runs) return;
    // A reader's own clock may be wrong: what has passed is counted, not what it shows.
    const [began, at] = [performance.now(), first];
    const tick = () => setNow(at + performance.now() - began);
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [first, runs]);
  return now;
}
