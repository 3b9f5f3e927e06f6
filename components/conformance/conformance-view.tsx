import Link from "next/link";
import { useTranslations } from "next-intl";
import { quarantineHref } from "@/components/quarantine/address.ts";
import { Button } from "@/components/ui/button.tsx";
import { ChipAdd, Chips, Segment } from "@/components/ui/chip.tsx";
import { Fields, Select } from "@/components/ui/field.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import {
  CONFORMANCE_PERIODS,
  type ConformancePage,
  type ConformanceQuery,
  type ConformanceRow,
  REASONS,
} from "@/lib/intake/messages/shapes.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import styles from "./conformance.module.css";

type Props = {
  query: ConformanceQuery;
  page: ConformancePage;
  /** Whether the viewer may open the quarantine. */
  quarantine: boolean;
};

/** What arrived by standard, version and code, and what it lacked, per sender: a vendor in test sees what to mend. */
export function ConformanceView({ query, page, quarantine }: Props) {
  const t = useTranslations("conformance");
  const { sources, rows, taken, refused } = page;
  const lead = t.rich("lead", { taken, refused, period: t(`period.${query.period}`), b: (words) => <b>{words}</b> });
  if (sources.length === 0) {
    return (
      <>
        <PageHead title={t("title")} />
        <Empty>{t("noSources")}</Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={t("title")} lead={lead} />
      <ConformanceFilters query={query} page={page} />
      {rows.length === 0 && refused === 0 ? (
        <Empty>{t("empty")}</Empty>
      ) : (
        <>
          <Senders page={page} />
          <Refused page={page} quarantine={quarantine} />
        </>
      )}
    </>
  );
}

function hrefOf({ period, source }: ConformanceQuery): string {
  const fields = [...(period === "30d" ? [] : [["period", period]]), ...(source ? [["source", String(source)]] : [])];
  return fields.length === 0 ? "/conformance" : `/conformance?${new URLSearchParams(fields)}`;
}

function ConformanceFilters({ query, page }: Omit<Props, "quarantine">) {
  const t = useTranslations("conformance");
  return (
    <Chips label={t("filters.label")}>
      <Segment
        label={t("period.label")}
        choices={CONFORMANCE_PERIODS.map((period) => ({
          key: period,
          label: t(`period.short.${period}`),
          href: hrefOf({ ...query, period }),
          current: query.period === period,
        }))}
      />
      {page.sources.length === 1 ? null : (
        <ChipAdd label={t("filters.add")} open={query.source !== undefined}>
          <form action="/conformance" method="get">
            <input type="hidden" name="period" value={query.period} />
            <Fields>
              <Select
                name="source"
                label={t("filters.source")}
                any={t("filters.all")}
                value={query.source === undefined ? undefined : String(query.source)}
                choices={page.sources.map(({ id, name }) => ({ value: String(id), label: name }))}
              />
            </Fields>
            <Button type="submit">{t("filters.apply")}</Button>
          </form>
        </ChipAdd>
      )}
    </Chips>
  );
}

function Senders({ page }: { page: ConformancePage }) {
  const t = useTranslations("conformance.senders");
  if (page.rows.length === 0) return null;
  return (
    <Panel flush title={t("title")}>
      <Table
        text
        label={t("title")}
        head={
          <tr>
            <Head>{t("sender")}</Head>
            <Head>{t("standard")}</Head>
            <Head>{t("type")}</Head>
            <Head num>{t("messages")}</Head>
            <Head>{t("versions")}</Head>
            <Head>{t("remarks")}</Head>
            <Head>{t("codes")}</Head>
          </tr>
        }
      >
        <Rows>
          {page.rows.map((row) => (
            <SenderLine key={`${row.standard} ${row.format} ${row.type} ${row.senderGln}`} row={row} />
          ))}
        </Rows>
      </Table>
    </Panel>
  );
}

function SenderLine({ row }: { row: ConformanceRow }) {
  const t = useTranslations("conformance");
  const standard = useTranslations("quarantine.standard");
  const meaning = useTranslations("codes.meaning");
  const format = useFormat();
  const of = (n: number) => t("senders.of", { n: format.number(n), total: format.number(row.messages) });
  const { senderName, senderGln } = row;
  return (
    <tr>
      <RowHead label={t("senders.sender")} wide>
        <SenderName name={senderName} gln={senderGln} />
      </RowHead>
      <Cell label={t("senders.standard")}>
        {standard(row.standard === "" ? "unknown" : row.standard)}
        <span className={styles.under}>{row.format.toUpperCase()}</span>
      </Cell>
      <Cell label={t("senders.type")}>{row.type === "" ? format.number(null) : row.type}</Cell>
      <Cell num label={t("senders.messages")}>
        {format.number(row.messages)}
      </Cell>
      <Cell label={t("senders.versions")}>
        {row.versions.map(({ value, n }) => (
          <span key={value} className={styles.item}>
            {value === "" ? t("senders.noVersion") : value} <small>{of(n)}</small>
          </span>
        ))}
      </Cell>
      <Cell label={t("senders.remarks")} wide>
        {row.remarks.length === 0
          ? t("senders.none")
          : row.remarks.map(({ value, n }) => (
              <span key={value} className={styles.item}>
                <b>{t(`remark.${value}.what`)}</b> <small>{of(n)}</small>
                <span className={styles.under}>
                  {t(`remark.${value}.do`)} ({t(`remark.${value}.source`)})
                </span>
              </span>
            ))}
      </Cell>
      <Cell label={t("senders.codes")} wide hide={row.codes.length === 0}>
        {row.codes.length === 0
          ? format.number(null)
          : row.codes.map(({ value, n }) => (
              <span key={value} className={styles.item}>
                <span className="mono">{value}</span> <small>{of(n)}</small>
                <span className={styles.under}>{meaning(explainCode(value).key)}</span>
              </span>
            ))}
      </Cell>
    </tr>
  );
}

function SenderName({ name, gln }: { name: string | null; gln: string | null }) {
  const t = useTranslations("conformance.senders");
  return (
    <>
      {name ?? (gln === null ? t("unsaid") : t("unknown"))}
      {gln === null ? null : <span className={`${styles.under} mono`}>{gln}</span>}
    </>
  );
}

const isReason = (reason: string): reason is (typeof REASONS)[number] =>
  (REASONS as readonly string[]).includes(reason);

function Refused({ page, quarantine }: { page: ConformancePage; quarantine: boolean }) {
  const t = useTranslations("conformance.refused");
  const words = useTranslations("quarantine");
  const format = useFormat();
  const { refusals, taken, refused } = page;
  const total = format.number(taken + refused);
  return (
    <Panel flush={refusals.length > 0} title={t("title")}>
      {refusals.length === 0 ? (
        <p>{t("none", { taken: format.number(taken) })}</p>
      ) : (
        <Table
          text
          label={t("title")}
          head={
            <tr>
              <Head>{t("reason")}</Head>
              <Head>{t("sender")}</Head>
              <Head>{t("source")}</Head>
              <Head>{t("standard")}</Head>
              <Head num>{t("count")}</Head>
            </tr>
          }
        >
          <Rows>
            {refusals.map(({ source, standard, senderGln, senderName, reason, n }) => (
              <tr key={`${source} ${standard} ${senderGln} ${reason}`}>
                <RowHead label={t("reason")} wide>
                  {words(`reason.${reason}.what`)}
                  <span className={styles.under}>
                    {words("list.do")} {words(`reason.${reason}.do`)}{" "}
                    {quarantine && isReason(reason) ? (
                      <Link href={quarantineHref({ show: "all", reason })} prefetch={false}>
                        {t("open")}
                      </Link>
                    ) : null}
                  </span>
                </RowHead>
                <Cell label={t("sender")}>
                  <SenderName name={senderName} gln={senderGln} />
                </Cell>
                <Cell label={t("source")}>{source}</Cell>
                <Cell label={t("standard")}>{words(`standard.${standard === "" ? "unknown" : standard}`)}</Cell>
                <Cell num label={t("count")}>
                  {t("of", { n: format.number(n), total })}
                </Cell>
              </tr>
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}
