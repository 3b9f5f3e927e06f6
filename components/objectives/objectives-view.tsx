import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { ObjectiveRow, ObjectivesPage } from "@/lib/status/objectives/shapes.ts";
import { objectiveHref, reportHref } from "./address.ts";
import { BudgetUsed } from "./budget-used.tsx";
import { standingOf } from "./lead-rules.ts";
import styles from "./objectives.module.css";

/** What every service is promised and where that is said, and how it keeps it this month. */
export function ObjectivesView({ page, mayChange }: { page: ObjectivesPage; mayChange: boolean }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const { services, month } = page;
  const lead = t.rich("lead", {
    ...{ ...standingOf(services), month: format.month(month), services: services.length },
    b: (words) => <b>{words}</b>,
  });
  return (
    <>
      <PageHead title={t("title")} lead={lead} />
      {mayChange ? null : <p className="quiet">{t("readOnly")}</p>}
      {services.length === 0 ? (
        <Empty>{t("noServices")}</Empty>
      ) : (
        <Panel
          flush
          title={t("list.title")}
          aside={
            <Link href={reportHref(month)} prefetch={false}>
              {t("report", { month: format.month(month) })}
            </Link>
          }
        >
          <Table
            text
            label={t("list.title")}
            head={
              <tr>
                <Head>{t("list.service")}</Head>
                <Head num>{t("list.working")}</Head>
                <Head num>{t("list.other")}</Head>
                <Head>{t("list.source")}</Head>
                <Head num>{t("list.budgetWorking")}</Head>
                <Head num>{t("list.budgetOther")}</Head>
              </tr>
            }
          >
            {(["chain", "station"] as const).map((kind) => (
              <Rows key={kind} title={t(`list.${kind}`)} columns={6}>
                {services
                  .filter((service) => service.kind === kind)
                  .map((service) => (
                    <ServiceLine key={service.code} service={service} />
                  ))}
              </Rows>
            ))}
          </Table>
        </Panel>
      )}
      <p className={`quiet ${styles.note}`}>{t("note")}</p>
    </>
  );
}

function ServiceLine({ service }: { service: ObjectiveRow }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const words = useWords();
  const { inForce, running } = service;
  const burn = (band: string) => running.find(({ measured }) => measured.band === band) ?? null;
  return (
    <tr>
      <RowHead label={t("list.service")} wide>
        <Link href={objectiveHref(service.code)} prefetch={false}>
          {words(service.name)}
        </Link>
      </RowHead>
      <Cell num label={t("list.working")}>
        {format.availability(inForce?.working ?? null)}
        {inForce === null ? null : (
          <span className={styles.under}>{t("hours", { workFrom: inForce.workFrom, workTo: inForce.workTo })}</span>
        )}
      </Cell>
      <Cell num label={t("list.other")}>
        {format.availability(inForce?.other ?? null)}
      </Cell>
      <Cell label={t("list.source")} wide>
        {inForce === null ? t("none") : inForce.source}
        {inForce?.assumed ? <span className={styles.under}>{t("assumed")}</span> : null}
      </Cell>
      <Cell num label={t("list.budgetWorking")}>
        <BudgetUsed band={burn("working")} />
      </Cell>
      <Cell num label={t("list.budgetOther")}>
        <BudgetUsed band={burn("other")} />
      </Cell>
    </tr>
  );
}
