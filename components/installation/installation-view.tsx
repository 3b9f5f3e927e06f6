import { useTranslations } from "next-intl";
import { useNames } from "@/components/journey/names.ts";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { receiptsHref } from "@/components/receipts/address.ts";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { PERIODS } from "@/lib/ledger/filter.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import { AboutPanel } from "./about-panel.tsx";
import { CodesTable } from "./codes-table.tsx";
import styles from "./installation.module.css";
import { InstallationFacts } from "./installation-facts.tsx";
import { InstallationLead } from "./installation-lead.tsx";
import { LatencyPanel } from "./latency-panel.tsx";
import { OverdueTable } from "./overdue-table.tsx";
import { TrendPanel } from "./trend-panel.tsx";

type InstallationViewProps = { page: InstallationPage; period: (typeof PERIODS)[number] };

/** One recipient system: what is missing there now, how it developed, why, and which letters to chase. */
export function InstallationView({ page, period }: InstallationViewProps) {
  const t = useTranslations("installation");
  const shell = useTranslations("shell.pages");
  const names = useNames();
  const { id, municipality, system } = page.installation;
  const title = municipality === null && system === null ? t("unnamed") : names.recipient(page.installation);
  const here = `/receipts/${id}`;
  return (
    <>
      <RefreshOnChange name={`installation ${id} ${period}`} />
      <Crumbs
        trail={[
          { label: shell("receipts"), href: "/receipts" },
          ...(municipality === null
            ? []
            : [{ label: municipality.name, href: receiptsHref({ municipality: municipality.code, group: "state" }) }]),
          { label: system?.name ?? title },
        ]}
      />
      <PageHead title={title} lead={<InstallationLead page={page} />} aside={<LiveStatus asOf={page.asOf} />} />
      <InstallationFacts page={page} />
      <Chips label={t("period.label")}>
        <Segment
          label={t("period.label")}
          choices={PERIODS.map((key) => ({
            key,
            label: t(`period.${key}`),
            href: key === "7d" ? here : `${here}?period=${key}`,
            current: key === period,
          }))}
        />
      </Chips>
      <div className={styles.panels}>
        <TrendPanel page={page} />
        <div className="cols" data-cols="main">
          <div className={styles.panels}>
            <LatencyPanel page={page} />
            <CodesTable page={page} period={period} />
          </div>
          <AboutPanel page={page} />
        </div>
        <OverdueTable page={page} />
      </div>
    </>
  );
}
