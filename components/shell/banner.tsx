"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { fetchStanding, standingKey } from "@/components/live/fetches.ts";
import { SLIDE_MS, useLive } from "@/components/live/live-provider.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Concern, ShellStanding } from "@/lib/status/standing.ts";
import styles from "./banner.module.css";
import { bannerLines, NAMED } from "./banner-rules.ts";

/** How the shell's stations and concerns stand now: read with the page, and again when something changes. */
export function useStanding(initial: ShellStanding): ShellStanding {
  const live = useLive();
  const { data } = useQuery({
    queryKey: standingKey,
    queryFn: fetchStanding,
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.asOf),
    refetchInterval: live.phase === "live" ? SLIDE_MS : false,
  });
  return data;
}

/** The yellow bar: what hits the reader's own now; `who` is null for those who have no own. It is gone when nothing does. */
export function Banner({ initial, who }: { initial: ShellStanding; who: string | null }) {
  const t = useTranslations("shell.banner");
  const { concerns, asOf } = useStanding(initial);
  const { shown, more } = bannerLines(concerns);
  if (shown.length === 0) return null;
  return (
    <aside className={styles.banner} aria-label={t("label")}>
      {shown.map((concern) => (
        <BannerLine key={concern.number} concern={concern} who={who} asOf={asOf} />
      ))}
      {more === 0 ? null : (
        <p>
          <Link href="/" prefetch={false}>
            {t("more", { count: more })}
          </Link>
        </p>
      )}
    </aside>
  );
}

function BannerLine({ concern, who, asOf }: { concern: Concern; who: string | null; asOf: string }) {
  const t = useTranslations("shell.banner");
  const states = useTranslations("states");
  const format = useFormat();
  const { number, title, trouble, phase, hit, startedAt, updatedAt } = concern;
  return (
    <p>
      <Glyph name={`sv-${trouble}`} />
      <span>
        <b>{(hit === null ? null : who) ?? states(`service.${trouble}.label`)}:</b>{" "}
        {title[format.locale === "en" ? "en" : "da"]}.{" "}
        {phase === "suspected" ? `${states("phase.suspected.label")}. ` : null}
        {hit === null
          ? null
          : `${t(`hit.${hit.of}`, {
              ...{ count: hit.count, names: hit.names.slice(0, NAMED).join(", ") },
              rest: Math.max(0, hit.names.length - NAMED),
              effect: hit.effect,
            })} `}
        {t("when", { since: format.sinceTime(startedAt, asOf), updated: format.sinceTime(updatedAt, asOf) })}{" "}
        <Link href={`/incidents/${number}`} prefetch={false}>
          {t("read")}
        </Link>
      </span>
    </p>
  );
}
