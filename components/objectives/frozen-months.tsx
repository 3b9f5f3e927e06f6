import Link from "next/link";
import { useTranslations } from "next-intl";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { ServiceMark } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FrozenInterval, FrozenMonth, ObjectivePage } from "@/lib/status/objectives/shapes.ts";
import { reportHref } from "./address.ts";
import styles from "./objectives.module.css";

/** The months as they were frozen, each with the intervals that made it, and beside it what late facts made of it. */
export function FrozenMonths({ page }: { page: ObjectivePage }) {
  const t = useTranslations("objectives.frozen");
  const columns = ["month", "target", "without", "with", "away", "intervals"] as const;
  return (
    <Panel flush title={t("title")}>
      {page.months.length === 0 ? (
        <Empty>{t("none")}</Empty>
      ) : (
        <Table
          text
          label={t("title")}
          head={
            <tr>
              {columns.map((column) => (
                <Head key={column} num={column !== "month" && column !== "intervals"}>
                  {t(column)}
                </Head>
              ))}
            </tr>
          }
        >
          <Rows>
            {page.months.map((month) => (
              <MonthLine key={`${month.month} ${month.band}`} month={month} page={page} />
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}

function MonthLine({ month, page }: { month: FrozenMonth; page: ObjectivePage }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const { frozen, now, restated, intervals } = month;
  const figure = (first: number | null, later: number | null | undefined) => (
    <>
      {format.availability(first)}
      {restated ? (
        <span className={styles.under}>{t("frozen.now", { share: format.availability(later ?? null) })}</span>
      ) : null}
    </>
  );
  return (
    <tr>
      <RowHead label={t("frozen.month")} wide>
        <Link href={reportHref(month.month)} prefetch={false}>
          {format.month(month.month)}
        </Link>
        , {t(`band.${month.band}`)}
        <span className={styles.under}>{t("frozen.at", { time: format.dateTime(month.frozenAt, page.asOf) })}</span>
      </RowHead>
      <Cell num label={t("frozen.target")}>
        {format.availability(frozen.target)}
      </Cell>
      <Cell num label={t("frozen.without")}>
        {figure(frozen.withoutWindows, now?.withoutWindows)}
      </Cell>
      <Cell num label={t("frozen.with")}>
        {figure(frozen.withWindows, now?.withWindows)}
      </Cell>
      <Cell num label={t("frozen.away")}>
        {format.duration(frozen.downMs)}
        <span className={styles.under}>{t("frozen.of", { measured: format.duration(frozen.measuredMs) })}</span>
      </Cell>
      <Cell label={t("frozen.intervals")} wide>
        {intervals.length === 0 ? t("frozen.noIntervals") : <Intervals intervals={intervals} page={page} />}
      </Cell>
    </tr>
  );
}

function Intervals({ intervals, page }: { intervals: readonly FrozenInterval[]; page: ObjectivePage }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const sum = intervals.reduce((all, { from, to }) => all + Date.parse(to) - Date.parse(from), 0);
  return (
    <details>
      <summary>{t("frozen.sum", { count: intervals.length, sum: format.duration(sum) })}</summary>
      <ol className={styles.list}>
        {intervals.map((interval) => (
          <li key={interval.from}>
            <ServiceMark state={interval.state} /> {format.dateTime(interval.from, page.asOf)} –{" "}
            {format.dateTime(interval.to, page.asOf)},{" "}
            {format.duration(Date.parse(interval.to) - Date.parse(interval.from))}{" "}
            <Reasons interval={interval} page={page} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Reasons({ interval, page }: { interval: FrozenInterval; page: ObjectivePage }) {
  const t = useTranslations("objectives.frozen");
  const words = useWords();
  return interval.because.map((because) => {
    if (because.kind === "incident") {
      return (
        <Link key={because.number} href={`/incidents/${because.number}`} prefetch={false}>
          {t("incident", { number: because.number })}
        </Link>
      );
    }
    if (because.kind === "window")
      return <span key={because.uid}>{t(interval.announced ? "announced" : "window")} </span>;
    const name = page.names[because.service];
    return <span key={because.service}>{t("through", { service: name ? words(name) : because.service })} </span>;
  });
}
