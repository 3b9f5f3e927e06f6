import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import type { Filter } from "@/components/receipts/address.ts";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DeliveryPage } from "@/lib/ledger/shapes.ts";
import { csvHref, dayHref, messagesHref, pageHref } from "./address.ts";
import { DeliveryTable } from "./delivery-table.tsx";
import styles from "./messages.module.css";

type MessagesViewProps = {
  filter: Filter;
  page: DeliveryPage;
  /** Set where this is not the first page. */
  cursor: string | null;
  search: ReactNode;
  filters: ReactNode;
};

/** The deliveries that fit a filter, page by page, and the way to a letter whose id is known. */
export function MessagesView({ filter, page, cursor, search, filters }: MessagesViewProps) {
  const t = useTranslations("messages");
  return (
    <>
      <RefreshOnChange name={`messages ${pageHref(filter, cursor)}`} />
      <PageHead
        title={t("title")}
        lead={<Lead filter={filter} page={page} />}
        aside={<LiveStatus asOf={page.asOf} />}
      />
      {search}
      {filters}
      {page.rows.length === 0 ? (
        <Nothing filter={filter} page={page} />
      ) : (
        <Panel
          flush
          title={t("list.title")}
          aside={
            <>
              {t("list.aside")} · <a href={csvHref(filter)}>{t("list.csv")}</a>
            </>
          }
        >
          <DeliveryTable rows={page.rows} asOf={page.asOf} />
          <Foot filter={filter} page={page} cursor={cursor} />
        </Panel>
      )}
    </>
  );
}

function usePeriod(filter: Filter, { period, asOf }: DeliveryPage): string {
  const t = useTranslations("messages.period");
  const format = useFormat();
  if (filter.from === undefined && filter.to === undefined) return t(filter.period ?? "24h");
  const from = format.dateInWords(period.from, asOf);
  // The end is exclusive: the last day shown is the one before it.
  const to = format.dateInWords(new Date(Date.parse(period.to) - 1), asOf);
  return from === to ? t("day", { day: from }) : t("span", { from, to });
}

function Lead({ filter, page }: { filter: Filter; page: DeliveryPage }) {
  const t = useTranslations("messages");
  const states = useTranslations("states.receipt");
  const period = usePeriod(filter, page);
  const state = filter.state === undefined ? "none" : states(`${filter.state}.label`);
  const { count, atLeast } = page.total;
  return t.rich(atLeast ? "leadAtLeast" : "lead", { count, period, state, b: (words) => <b>{words}</b> });
}

function Nothing({ filter, page }: { filter: Filter; page: DeliveryPage }) {
  const t = useTranslations("messages");
  const format = useFormat();
  const period = usePeriod(filter, page);
  const { olderDay } = page;
  return (
    <Empty>
      {t("empty", { period })} {t(olderDay === null ? "emptyNone" : "emptyOlder")}{" "}
      {olderDay === null ? (
        <Link href={messagesHref({})}>{t("removeFilters")}</Link>
      ) : (
        <Link href={dayHref(filter, olderDay)}>
          {t("pages.jump", { day: format.date(`${olderDay}T12:00:00Z`, page.asOf) })}
        </Link>
      )}
    </Empty>
  );
}

function Foot({ filter, page, cursor }: { filter: Filter; page: DeliveryPage; cursor: string | null }) {
  const t = useTranslations("messages.pages");
  const format = useFormat();
  const { rows, total, nextCursor, olderDay, asOf } = page;
  const all = total.atLeast ? t("atLeast", { total: format.number(total.count) }) : format.number(total.count);
  return (
    <nav className={styles.foot} aria-label={t("label")}>
      <span>{t("shown", { count: format.number(rows.length), total: all })}</span>
      {cursor === null ? null : <Link href={messagesHref(filter)}>{t("first")}</Link>}
      {nextCursor === null ? null : (
        <ButtonLink kind="quiet" href={pageHref(filter, nextCursor)} prefetch={false}>
          {t("next")}
        </ButtonLink>
      )}
      {olderDay === null ? null : (
        <Link href={dayHref(filter, olderDay)} prefetch={false}>
          {t("jump", { day: format.date(`${olderDay}T12:00:00Z`, asOf) })}
        </Link>
      )}
      {cursor === null ? null : (
        <span className="quiet">{t("bound", { time: format.sinceTime(boundOf(cursor, asOf), asOf) })}</span>
      )}
    </nav>
  );
}

/** When the first page of a list was read: a cursor begins with it, in ms since 1970. */
function boundOf(cursor: string, asOf: string): string {
  const bound = Number(cursor.split(".")[0]);
  return Number.isSafeInteger(bound) && bound > 0 ? new Date(bound).toISOString() : asOf;
}
