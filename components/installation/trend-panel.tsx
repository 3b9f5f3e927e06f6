import { useTranslations } from "next-intl";
import { Alternative } from "@/components/charts/chart.tsx";
import { SmallMultiples } from "@/components/charts/small-multiples.tsx";
import { TrendTable } from "@/components/charts/trend-table.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";

/** How the states developed over the period, as a chart and as a table. */
export function TrendPanel({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.trend");
  const format = useFormat();
  const { trend, asOf } = page;
  const from = format.dateTime(trend.from, asOf);
  const to = format.dateTime(trend.to, asOf);
  const empty = trend.points.every(({ sent, known }) => sent === 0 && known);
  return (
    <Panel title={t("title")} aside={t("aside", { hours: trend.bucketHours, from, to })}>
      {empty ? (
        <p className="quiet">{t("empty")}</p>
      ) : (
        <>
          <SmallMultiples trend={trend} asOf={asOf} />
          <Alternative label={t("asTable")}>
            <TrendTable trend={trend} asOf={asOf} />
          </Alternative>
        </>
      )}
    </Panel>
  );
}
