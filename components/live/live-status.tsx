"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useLive } from "./live-provider.tsx";
import styles from "./live-status.module.css";
import { type LiveView, liveView } from "./view.ts";

const SAID = {
  live: "saidLive",
  paused: "saidPaused",
  cut: "saidCutOff",
  failed: "saidFailed",
  ended: "saidEnded",
} as const;

/** How fresh the page is, and the button that stops it from moving. `asOf` is the time of the data, ISO 8601. */
export function LiveStatus({ asOf, failed = false }: { asOf: string; failed?: boolean }) {
  const t = useTranslations("common.live");
  const format = useFormat();
  const live = useLive();
  const view = liveView(live, asOf, failed);
  return (
    <div className={styles.live}>
      <span className={styles.dot} data-view={view.name} aria-hidden="true" />
      <span>{sentence(view)}</span>
      <span className="vh" role="status">
        {t(SAID[view.name])}
      </span>
      {view.name === "ended" ? null : (
        <Button kind="quiet" onClick={live.phase === "paused" ? live.resume : live.pause}>
          {t(live.phase === "paused" ? "resume" : "pause")}
        </Button>
      )}
    </div>
  );

  function sentence({ name, at }: LiveView): string {
    const time = format.timeWithSeconds(at);
    if (name === "live") return t("updated", { time });
    if (name === "paused") return t("paused", { time });
    if (name === "cut") return t("cutOff", { time });
    if (name === "failed") return t("failed", { time });
    return t("ended");
  }
}
