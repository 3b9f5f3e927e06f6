"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { fetchJson } from "@/components/live/fetches.ts";
import { SLIDE_MS, useLive } from "@/components/live/live-provider.tsx";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Stale } from "@/components/ui/honest.tsx";
import type { ReceiptQuery } from "@/lib/ledger/filter.ts";
import type { Overview } from "@/lib/ledger/shapes.ts";
import { filterOf, overviewHref } from "./address.ts";
import { LeadSentence } from "./lead-sentence.tsx";
import { Nothing } from "./nothing.tsx";
import { type PackedOverview, unpackOverview } from "./pack.ts";
import styles from "./receipt-table.module.css";
import { ReceiptTable } from "./receipt-table.tsx";
import { StateSummary } from "./state-summary.tsx";

/** A change clears the branch, whatever cut of it somebody is on. */
export const overviewKeys = {
  all: ["overview"] as const,
  cut: (query: ReceiptQuery) => [...overviewKeys.all, overviewHref(query)] as const,
};

type ReceiptsViewProps = {
  title: string;
  query: ReceiptQuery;
  /** What the server read for the first paint. */
  initial: PackedOverview;
  /** The filters, rendered on the server: they change with the address only. */
  filters: ReactNode;
  /** Set where the viewer may open the quarantine. */
  quarantineHref: string | undefined;
};

/** The overview, kept up to date while the page is open; the last known figures stay while new ones are fetched. */
export function ReceiptsView({ title, query, initial, filters, quarantineHref }: ReceiptsViewProps) {
  const t = useTranslations("receipts");
  const live = useLive();
  const { data: overview, isError } = useQuery({
    queryKey: overviewKeys.cut(query),
    queryFn: ({ signal }) => fetchJson<Overview>(overviewHref(query), signal),
    initialData: () => unpackOverview(initial),
    initialDataUpdatedAt: Date.parse(initial.asOf),
    refetchInterval: live.phase === "live" ? SLIDE_MS : false,
  });
  const filter = useMemo(() => filterOf(query), [query]);
  return (
    <>
      <PageHead
        title={title}
        lead={<LeadSentence overview={overview} period={query} />}
        aside={<LiveStatus asOf={overview.asOf} failed={isError} />}
      />
      {isError || live.phase === "cut" ? <Stale at={overview.asOf} /> : null}
      {filters}
      <StateSummary overview={overview} filter={filter} quarantineHref={quarantineHref} />
      {overview.rows.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ReceiptTable overview={overview} filter={filter} group={query.group} />
      )}
      <p className={`note ${styles.foot}`}>{t("note")}</p>
    </>
  );
}
