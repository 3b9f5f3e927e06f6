import { useLocale, useTranslations } from "next-intl";
import { isKnownWhy } from "@/components/told/codes.ts";
import { useFormat } from "@/components/ui/use-format.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { reasonsOf } from "@/lib/notices/because.ts";
import type { Reach, Verdict } from "@/lib/subscriptions/why/shapes.ts";
import { useKept } from "./replay-panel.tsx";
import styles from "./subscriptions.module.css";

/** What one subscription made of it, and what became of it at each of its addresses. */
export function WhyVerdict({ verdict, asOf }: { verdict: Verdict; asOf: string }) {
  const t = useTranslations("subscriptions.why");
  const locale = localeOf(useLocale());
  const kept = useKept();
  if (verdict.outcome === "not_yet") return <p>{t("notYet")}</p>;
  if (verdict.outcome === "over") return <p>{t("over")}</p>;
  if (verdict.outcome === "not_told")
    return (
      <p>
        <b>{t("notTold")}.</b> {verdict.against === null ? t("notThen") : kept(verdict.against)}
      </p>
    );
  const { because, to } = verdict;
  const has = (wanted: Reach["state"]) => to.some(({ state }) => state === wanted);
  return (
    <>
      <p>
        <b>{t(has("sent") ? "told" : has("ready") ? "ready" : "notReached")}.</b> {t("because")}{" "}
        {reasonsOf(because, locale).join(", ")}.
      </p>
      {to.length === 0 ? (
        <p>{t("noAddress")}</p>
      ) : (
        <ul className={styles.lines}>
          {to.map((reach) => (
            <li key={`${reach.label} ${reach.channel} ${reach.state}`}>
              <Reached reach={reach} asOf={asOf} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Reached({ reach: { label, channel, state, why, at }, asOf }: { reach: Reach; asOf: string }) {
  const t = useTranslations("subscriptions");
  const whys = useTranslations("told.why");
  const format = useFormat();
  const time = at === null ? null : format.dateTime(at, asOf);
  const reason = why === null ? null : whys(isKnownWhy(why) ? why : "other");
  return (
    <>
      {label} ({t(`address.channel.${channel}`)}): {t(`why.reach.${state}`, { time: time ?? "none" })}
      {reason === null ? null : `, ${reason}`}.
    </>
  );
}
