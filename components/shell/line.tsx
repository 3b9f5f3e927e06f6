"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { boardKey, fetchBoard } from "@/components/live/fetches.ts";
import { SLIDE_MS, useLive } from "@/components/live/live-provider.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Board } from "@/lib/ledger/shapes.ts";
import styles from "./line.module.css";
import { LINE_STATIONS, slowest, toNext } from "./line-rules.ts";

/**
 * The chain now, of the viewer's own deliveries: each leg's median and how far we see. No station has a status yet, so
 * each says that its state is not known.
 */
export function Line({ initial }: { initial: Board }) {
  const t = useTranslations("shell.line");
  const tStates = useTranslations("states");
  const format = useFormat();
  const live = useLive();
  const { data: board } = useQuery({
    queryKey: boardKey,
    queryFn: fetchBoard,
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.asOf),
    refetchInterval: live.phase === "live" ? SLIDE_MS : false,
  });
  const legs = toNext(board);
  const worst = slowest(board);
  const complete =
    board.completeTo === null
      ? t("notComplete")
      : t("complete", { time: format.sinceTime(board.completeTo, board.asOf) }) +
        (board.behind === 0 ? "" : `, ${t("behind", { count: board.behind })}`);
  return (
    <section className={styles.line} aria-label={t("label")}>
      <ol className={styles.track}>
        {LINE_STATIONS.map((station, at) => (
          <li key={station} className={styles.station}>
            <span className={styles.node}>
              <Glyph name="sv-unknown" />
            </span>
            {at === LINE_STATIONS.length - 1 ? null : (
              <span className={styles.leg}>
                <span className="vh">{t("toNext")} </span>
                {format.about(legs[station])}
              </span>
            )}
            <span className={styles.name}>{tStates(`station.${station}`)}</span>
            <span className={styles.state}>{tStates("service.unknown.label")}</span>
          </li>
        ))}
      </ol>
      <p className={styles.return}>
        <span className={styles.arrow} aria-hidden="true" />
        <span className={styles.back}>
          {t("return")} <b>{format.about(board.returnMs)}</b>
        </span>
        <span className={styles.when}>
          {t("window")} · {complete}
        </span>
      </p>
      <p className={styles.short}>
        <Glyph name="sv-unknown" />
        <span>
          <b>{t("shortState")}</b> {worst === null && board.returnMs === null ? t("shortNone") : null}
          {worst === null
            ? null
            : t("shortSlowest", {
                station: tStates(`station.${worst.station}`),
                duration: format.about(worst.ms),
              })}{" "}
          {board.returnMs === null ? null : t("shortReturn", { duration: format.about(board.returnMs) })}{" "}
          {complete.charAt(0).toUpperCase() + complete.slice(1)}.
        </span>
      </p>
    </section>
  );
}
