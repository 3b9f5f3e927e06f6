import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "@/components/ui/button.tsx";
import { ChipAdd, Chips, Segment } from "@/components/ui/chip.tsx";
import { Fields, Select } from "@/components/ui/field.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { QuarantinePage, QuarantineQuery, QuarantineRow } from "@/lib/intake/messages/shapes.ts";
import { quarantineHref } from "./address.ts";
import styles from "./quarantine.module.css";

type Props = { query: QuarantineQuery; page: QuarantinePage };

/** What could not be taken, why, and what its sender should do; never what stood in it. */
export function QuarantineView({ query, page }: Props) {
  const t = useTranslations("quarantine");
  const { open, sources, rows } = page;
  const lead = t.rich("lead", { count: open.count, b: (words) => <b>{words}</b> });
  return (
    <>
      <PageHead title={t("title")} lead={lead} />
      {sources.length === 0 ? (
        <Empty>{t("noSources")}</Empty>
      ) : (
        <>
          <QuarantineFilters query={query} page={page} />
          {rows.length === 0 ? <Empty>{t("empty")}</Empty> : <QuarantineList query={query} page={page} />}
        </>
      )}
    </>
  );
}

function QuarantineFilters({ query, page }: Props) {
  const t = useTranslations("quarantine");
  return (
    <Chips label={t("filters.label")}>
      <Segment
        label={t("show.label")}
        choices={(["open", "closed", "all"] as const).map((show) => ({
          key: show,
          label: t(`show.${show}`),
          href: quarantineHref({ ...query, show, before: undefined }),
          current: query.show === show,
        }))}
      />
      <ChipAdd label={t("filters.add")} open={query.reason !== undefined || query.source !== undefined}>
        <form action="/quarantine" method="get">
          <input type="hidden" name="show" value={query.show} />
          <Fields>
            <Select
              name="reason"
              label={t("filters.reason")}
              any={t("filters.any")}
              value={query.reason}
              choices={page.reasons.map((reason) => ({ value: reason, label: t(`reason.${reason}.what`) }))}
            />
            <Select
              name="source"
              label={t("filters.source")}
              any={t("filters.any")}
              value={query.source === undefined ? undefined : String(query.source)}
              choices={page.sources.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </Fields>
          <Button type="submit">{t("filters.apply")}</Button>
        </form>
      </ChipAdd>
    </Chips>
  );
}

function QuarantineList({ query, page }: Props) {
  const t = useTranslations("quarantine.list");
  const format = useFormat();
  const { rows, total, next, asOf } = page;
  const all = total.atLeast ? t("atLeast", { total: format.number(total.count) }) : format.number(total.count);
  return (
    <Panel flush title={t("title")}>
      <Table
        text
        label={t("title")}
        head={
          <tr>
            <Head sorted>{t("last")}</Head>
            <Head>{t("reason")}</Head>
            <Head>{t("place")}</Head>
            <Head>{t("standard")}</Head>
            <Head>{t("source")}</Head>
            <Head num>{t("size")}</Head>
            <Head num>{t("times")}</Head>
            <Head>{t("state")}</Head>
          </tr>
        }
      >
        <Rows>
          {rows.map((row) => (
            <QuarantineLine key={row.id} row={row} asOf={asOf} />
          ))}
        </Rows>
      </Table>
      <nav className={styles.foot} aria-label={t("title")}>
        <span>{t("shown", { count: format.number(rows.length), total: all })}</span>
        {query.before === undefined ? null : (
          <Link href={quarantineHref({ ...query, before: undefined })}>{t("first")}</Link>
        )}
        {next === null ? null : (
          <ButtonLink kind="quiet" href={quarantineHref({ ...query, before: next })} prefetch={false}>
            {t("next")}
          </ButtonLink>
        )}
      </nav>
    </Panel>
  );
}

function QuarantineLine({ row, asOf }: { row: QuarantineRow; asOf: string }) {
  const t = useTranslations("quarantine");
  const format = useFormat();
  return (
    <tr>
      <Cell label={t("list.last")}>
        <time dateTime={row.lastAt}>{format.dateTime(row.lastAt, asOf)}</time>
        {row.times === 1 ? null : (
          <span className={styles.under}>{t("list.first_seen", { time: format.dateTime(row.firstAt, asOf) })}</span>
        )}
      </Cell>
      <RowHead label={t("list.reason")} wide>
        {t(`reason.${row.reason}.what`)}
        <span className={styles.under}>
          {t("list.do")} {t(`reason.${row.reason}.do`)}
        </span>
      </RowHead>
      <Cell label={t("list.place")}>
        {row.position === null ? format.number(null) : t("list.offset", { position: format.number(row.position) })}
      </Cell>
      <Cell label={t("list.standard")}>{t(`standard.${row.standard ?? "unknown"}`)}</Cell>
      <Cell label={t("list.source")}>{row.source}</Cell>
      <Cell num label={t("list.size")}>
        {t("list.bytes", { size: format.number(row.size) })}
      </Cell>
      <Cell num label={t("list.times")}>
        {format.number(row.times)}
      </Cell>
      <Cell label={t("list.state")}>
        {row.closedAt === null ? t("list.open") : t("list.closed", { time: format.dateTime(row.closedAt, asOf) })}
      </Cell>
    </tr>
  );
}
