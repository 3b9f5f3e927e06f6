"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { boardKey, fetchBoard } from "@/components/live/fetches.ts";
import { SLIDE_MS, useLive } from "@/components/live/live-provider.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Board } from "@/lib/ledger/shapes.ts";
import type { ShellStanding } from "@/lib/status/standing.ts";
import { useStanding } from "./banner.tsx";
import styles from "./line.module.css";
import { normalOf, slowest, toNext, worstOf } from "./line-rules.ts";

/**
 * The chain now: how each station stands as it is published, and of the viewer's own deliveries each leg's median and how
 * far we see. Beside the legs of a station in trouble stands what is normal.
 */
export function Line({ initial, standing }: { initial: Board; standing: ShellStanding }) {
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
  const { stations } = useStanding(standing);
  const legs = toNext(board);
  const normal = normalOf(board, stations);
  const worst = slowest(board);
  const gravest = worstOf(stations);
  const bad = stations.filter(({ state }) => state === gravest);
  const short =
    gravest === "up"
      ? t("shortUp")
      : bad.length === stations.length
        ? t("shortAll", { state: tStates(`service.${gravest}.label`) })
        : t("shortBad", {
            state: tStates(`service.${gravest}.label`),
            up: stations.filter(({ state }) => state === "up").length,
            stations: bad.map(({ station }) => tStates(`station.${station}`)).join(", "),
          });
  const complete =
    board.completeTo === null
      ? t("notComplete")
      : t("complete", { time: format.sinceTime(board.completeTo, board.asOf) }) +
        (board.behind === 0 ? "" : `, ${t("behind", { count: board.behind })}`);
  return (
    <section className={styles.line} aria-label={t("label")}>
      <ol className={styles.track}>
        {stations.map(({ station, state, alike, of }, at) => (
          <li key={station} className={styles.station} data-service={state}>
            <span className={styles.node}>
              <Glyph name={`sv-${state}`} />
            </span>
            {at === stations.length - 1 ? null : (
              <span className={styles.leg}>
                <span className="vh">{t("toNext")} </span>
                {format.about(legs[station])}
                {normal[station] === null ? null : <i> {t("normal", { duration: format.about(normal[station]) })}</i>}
              </span>
            )}
            <span className={styles.name}>{tStates(`station.${station}`)}</span>
            <span className={styles.state}>
              {tStates(`service.${state}.label`)}
              {of === alike ? null : `, ${t("some", { alike, of })}`}
            </span>
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
      <p className={styles.short} data-service={gravest}>
        <Glyph name={`sv-${gravest}`} />
        <span>
          <b>{short}</b> {worst === null && board.returnMs === null ? t("shortNone") : null}
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
