import { useTranslations } from "next-intl";
import { BAND_ORDER, Band, Legend } from "@/components/ui/band.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Overview } from "@/lib/ledger/shapes.ts";
import { csvHref, type Filter, messagesHref } from "./address.ts";
import { expectedOf } from "./rows.ts";
import styles from "./state-summary.module.css";

const DUE = BAND_ORDER.filter((state) => state !== "not_due");

type StateSummaryProps = {
  overview: Overview;
  filter: Filter;
  /** Set where the viewer may open the quarantine. */
  quarantineHref: string | undefined;
};

/** The whole, cut by state, with its denominator and its time, and what is counted beside it. */
export function StateSummary({ overview, filter, quarantineHref }: StateSummaryProps) {
  const t = useTranslations("receipts.summary");
  const format = useFormat();
  const { total, period, asOf, withoutSendTime, quarantined } = overview;
  const expected = expectedOf(total);
  const span = {
    from: format.dateTime(period.from, asOf),
    to: format.dateTime(period.to, asOf),
  };
  return (
    <Panel title={t("title")} quietTitle>
      {expected === 0 ? null : <Band counts={total.counts} states={DUE} label={t("band", { expected })} />}
      <Legend
        counts={total.counts}
        states={DUE}
        hrefOf={(state) => messagesHref({ ...filter, state })}
        note={t("of", { expected, ...span })}
      />
      <p className={styles.more}>
        {total.counts.not_due === 0 ? null : (
          <span>{t("notDue", { count: total.counts.not_due, sent: total.sent })}</span>
        )}
        {withoutSendTime === 0 ? null : <span>{t("withoutSendTime", { count: withoutSendTime })}</span>}
        {quarantined === null || quarantined === 0 ? null : <Quarantined count={quarantined} href={quarantineHref} />}
        <a href={messagesHref(filter)}>{t("messages")}</a>
        <a href={csvHref(filter)} download>
          {t("csv")}
        </a>
      </p>
    </Panel>
  );
}

function Quarantined({ count, href }: { count: number; href: string | undefined }) {
  const t = useTranslations("receipts.summary");
  const words = t("quarantined", { count });
  return href === undefined ? <span>{words}</span> : <a href={href}>{words}</a>;
}
