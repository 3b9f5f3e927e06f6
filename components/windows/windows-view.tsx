import Link from "next/link";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { SeriesRow, WindowsPage } from "@/lib/status/windows/shapes.ts";
import { useWindowWords } from "./use-window-words.ts";
import { WindowTable } from "./window-table.tsx";
import styles from "./windows.module.css";

/** Every window: what is in progress, what is planned and what it breaks, and what is past with its figures. */
export function WindowsView({ page, action }: { page: WindowsPage; action: FormAction | null }) {
  const t = useTranslations("windows");
  const { inProgress, planned, series, asOf } = page;
  const breaking = [...inProgress, ...planned].filter(({ breaches }) => breaches.length > 0).length;
  const counts = { inProgress: inProgress.length, planned: planned.length, breaking };
  return (
    <>
      <PageHead title={t("title")} lead={t.rich("lead", { ...counts, b: (words) => <b>{words}</b> })} />
      {action ? (
        <p className={styles.buttons}>
          <ButtonLink kind="go" href="/operate/windows/new" prefetch={false}>
            {t("plan")}
          </ButtonLink>
          <ButtonLink href="/operate/windows/series/new" prefetch={false}>
            {t("planSeries")}
          </ButtonLink>
        </p>
      ) : (
        <p className="quiet">{t("readOnly")}</p>
      )}
      {(["inProgress", "planned", "past"] as const).map((name) => {
        const over = name === "past";
        return (
          <Panel key={name} flush title={t(`list.${name}`)} aside={over ? t("list.pastSpan") : undefined}>
            {page[name].length === 0 ? (
              <Empty>{t(`list.none.${name}`)}</Empty>
            ) : (
              <WindowTable label={t(`list.${name}`)} rows={page[name]} asOf={asOf} over={over} action={action} />
            )}
          </Panel>
        );
      })}
      <Panel flush title={t("list.series")}>
        {series.length === 0 ? <Empty>{t("list.none.series")}</Empty> : <SeriesTable series={series} asOf={asOf} />}
      </Panel>
    </>
  );
}

function SeriesTable({ series, asOf }: { series: readonly SeriesRow[]; asOf: string }) {
  const t = useTranslations("windows");
  const format = useFormat();
  const words = useWords();
  const { recurs } = useWindowWords(asOf);
  return (
    <Table
      text
      label={t("list.series")}
      head={
        <tr>
          <Head>{t("list.series")}</Head>
          <Head>{t("list.recurs")}</Head>
          <Head>{t("list.next")}</Head>
          <Head>{t("list.state")}</Head>
        </tr>
      }
    >
      <Rows>
        {series.map((one) => (
          <tr key={one.id}>
            <RowHead label={t("list.series")} wide>
              <Link href={`/operate/windows/series/${one.id}`} prefetch={false}>
                {words(one.title)}
              </Link>
              <span className={styles.under}>{one.services.map(({ name }) => words(name)).join(", ")}</span>
            </RowHead>
            <Cell label={t("list.recurs")} wide>
              {recurs(one)}
              <span className={styles.under}>{t(`series.onHoliday.${one.onHoliday}`)}</span>
            </Cell>
            <Cell label={t("list.next")}>{format.dateTime(one.next?.plannedFrom ?? null, asOf)}</Cell>
            <Cell label={t("list.state")}>
              {one.announcedAt === null
                ? t("series.notAnnounced")
                : t("series.announced", { time: format.dateTime(one.announcedAt, asOf) })}
            </Cell>
          </tr>
        ))}
      </Rows>
    </Table>
  );
}
