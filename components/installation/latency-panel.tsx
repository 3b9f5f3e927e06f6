import { useTranslations } from "next-intl";
import { Histogram } from "@/components/charts/histogram.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";

/** How long receipts took, against the deadline. */
export function LatencyPanel({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.histogram");
  const format = useFormat();
  const { histogram } = page;
  const { deadlineMs, within } = histogram;
  const total = histogram.bins.reduce((sum, count) => sum + count, 0);
  const aside =
    deadlineMs === null || total === 0
      ? t("asidePlain", { total })
      : t("aside", {
          total,
          within: format.number(within),
          deadline: format.duration(deadlineMs),
          share: format.percent(within, total),
        });
  return (
    <Panel title={t("title")} aside={aside}>
      {total === 0 ? <p className="quiet">{t("empty")}</p> : <Histogram histogram={histogram} />}
    </Panel>
  );
}
