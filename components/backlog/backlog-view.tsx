import Link from "next/link";
import { useTranslations } from "next-intl";
import { BacklogCurve } from "@/components/charts/backlog-curve.tsx";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Phases } from "@/components/ui/progress.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DeliveryPage } from "@/lib/ledger/shapes.ts";
import type { BacklogPageQuery } from "@/lib/status/backlog/schema.ts";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";
import { backlogHref } from "./address.ts";
import { BacklogLead } from "./backlog-lead.tsx";
import { BacklogTable } from "./backlog-table.tsx";
import { LettersPanel } from "./letters-panel.tsx";

type BacklogViewProps = {
  backlog: Backlog;
  query: BacklogPageQuery;
  letters: DeliveryPage;
  /** Received or sent, for those who do both. */
  sides: boolean;
  /** Whether the reader can close a list by hand. */
  operates: boolean;
};

/** What is left after an outage: who still waits for what, the letters to chase, and how it falls to zero. */
export function BacklogView({ backlog, query, letters, sides, operates }: BacklogViewProps) {
  const t = useTranslations("backlog");
  const format = useFormat();
  const { incident, rows, total, countedAt, asOf } = backlog;
  const { number } = incident;
  const name = incident.title[format.locale === "en" ? "en" : "da"];
  return (
    <>
      <RefreshOnChange name={backlogHref(number, query)} />
      <Crumbs trail={[{ label: `${number} ${name}`, href: `/incidents/${number}` }, { label: t("crumb") }]} />
      <PageHead
        title={t("title", { number })}
        lead={<BacklogLead backlog={backlog} />}
        aside={<LiveStatus asOf={asOf} />}
      />
      {sides ? <Sides number={number} query={query} /> : null}
      <Phases phase={incident.phase} />
      {total.lost > 0 && incident.backlogClearedAt === null ? (
        <Callout severity="major">
          {t("lost", { count: total.lost })}{" "}
          {operates ? <Link href={`/operate/incidents/${number}`}>{t("closeByHand")}</Link> : null}
        </Callout>
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <Panel flush title={t("table.title")} aside={t("table.counted", { time: format.sinceTime(countedAt, asOf) })}>
            <BacklogTable backlog={backlog} />
          </Panel>
          <Panel title={t("curve.title")} aside={t("curve.aside")}>
            <BacklogCurve backlog={backlog} />
          </Panel>
          <LettersPanel backlog={backlog} query={query} letters={letters} />
        </>
      )}
    </>
  );
}

function Sides({ number, query }: { number: string; query: BacklogPageQuery }) {
  const t = useTranslations("receipts.side");
  return (
    <Chips label={t("label")}>
      <Segment
        label={t("label")}
        choices={(["received", "sent"] as const).map((side) => ({
          key: side,
          label: t(side),
          href: backlogHref(number, { left: query.left, side: side === "sent" ? side : undefined }),
          current: (query.side ?? "received") === side,
        }))}
      />
    </Chips>
  );
}
