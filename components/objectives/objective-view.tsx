import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Promised } from "@/lib/status/objectives/rules.ts";
import type { ObjectivePage, ObjectiveRow, PromiseRow } from "@/lib/status/objectives/shapes.ts";
import { OBJECTIVES } from "./address.ts";
import { BudgetUsed } from "./budget-used.tsx";
import { FrozenMonths } from "./frozen-months.tsx";
import styles from "./objectives.module.css";
import { PromiseForm } from "./promise-form.tsx";

export type ObjectiveActions = Record<"set" | "remove", FormAction>;
type Props = {
  page: ObjectivePage;
  /** What a new promise begins with where there is none. */
  usual: Promised;
  actions: ObjectiveActions | null;
};

/** One service: this month, what it is promised and since when, and the months that were frozen. */
export function ObjectiveView({ page, usual, actions }: Props) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const words = useWords();
  const { service, month } = page;
  const { inForce } = service;
  const lead =
    inForce === null
      ? t("one.none")
      : t("one.lead", {
          ...{ working: format.availability(inForce.working), other: format.availability(inForce.other) },
          ...{ workFrom: inForce.workFrom, workTo: inForce.workTo, source: inForce.source },
          assumed: String(inForce.assumed),
        });
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: OBJECTIVES }, { label: words(service.name) }]} />
      <PageHead title={t("one.title", { service: words(service.name) })} lead={lead} />
      <ThisMonth service={service} month={month} />
      <Promises service={service} actions={actions} />
      {actions === null ? (
        <p className="quiet">{t("readOnly")}</p>
      ) : (
        <Panel title={t("one.new")}>
          <p className="quiet">{t("one.newNote")}</p>
          <PromiseForm
            key={service.promises.length}
            serviceId={service.id}
            promised={service.promises[0] ?? usual}
            known={null}
            label={t("one.new")}
            action={actions.set}
          />
        </Panel>
      )}
      <FrozenMonths page={page} />
    </>
  );
}

function ThisMonth({ service, month }: { service: ObjectiveRow; month: string }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const bands = service.running.map((one) => {
    const { band, target, withWindows, withoutWindows, measuredMs, totalMs } = one.measured;
    const of = t("measured", { measured: format.duration(measuredMs), total: format.duration(totalMs) });
    const name = t(`band.${band}`);
    const facts = [
      {
        label: t("one.without", { band: name }),
        value: format.availability(withoutWindows),
        note: t("one.target", { target: format.availability(target), of }),
      },
      { label: t("one.with", { band: name }), value: format.availability(withWindows), note: of },
      { label: t("one.budget", { band: name }), value: <BudgetUsed band={one} /> },
    ];
    return { band, facts };
  });
  if (bands.length === 0) return null;
  return (
    <section aria-label={t("one.running", { month: format.month(month) })}>
      <p className="quiet">{t("one.running", { month: format.month(month) })}</p>
      {bands.map(({ band, facts }) => (
        <Facts key={band} facts={facts} />
      ))}
    </section>
  );
}

function Promises({ service, actions }: { service: ObjectiveRow; actions: ObjectiveActions | null }) {
  const t = useTranslations("objectives");
  const columns = ["since", "working", "other", "source", ...(actions === null ? [] : (["change"] as const))] as const;
  return (
    <Panel flush title={t("one.promises")}>
      {service.promises.length === 0 ? (
        <Empty>{t("one.none")}</Empty>
      ) : (
        <Table
          text
          label={t("one.promises")}
          head={
            <tr>
              {columns.map((column) => (
                <Head key={column} num={column === "working" || column === "other"}>
                  {t(`list.${column}`)}
                </Head>
              ))}
            </tr>
          }
        >
          <Rows>
            {service.promises.map((promise) => (
              <PromiseLine key={promise.month} serviceId={service.id} promise={promise} actions={actions} />
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}

function PromiseLine({ serviceId, promise, actions }: PromiseLineProps) {
  const t = useTranslations("objectives");
  const format = useFormat();
  const { month, working, other, source, assumed, seal } = promise;
  const since = format.month(month);
  return (
    <tr>
      <RowHead label={t("list.since")}>{since}</RowHead>
      <Cell num label={t("list.working")}>
        {format.availability(working)}
        <span className={styles.under}>{t("hours", { workFrom: promise.workFrom, workTo: promise.workTo })}</span>
      </Cell>
      <Cell num label={t("list.other")}>
        {format.availability(other)}
      </Cell>
      <Cell label={t("list.source")} wide>
        {source}
        {assumed ? <span className={styles.under}>{t("assumed")}</span> : null}
      </Cell>
      {actions === null ? null : (
        <Cell label={t("list.change")} wide>
          <details className={styles.more}>
            <summary>{t("one.change", { month: since })}</summary>
            <PromiseForm
              key={seal}
              serviceId={serviceId}
              promised={promise}
              known={{ month, seal }}
              label={t("one.change", { month: since })}
              action={actions.set}
            />
            <ActionForm row action={actions.remove} label={t("one.remove", { month: since })}>
              <input type="hidden" name="serviceId" value={serviceId} />
              <input type="hidden" name="month" value={month} />
              <input type="hidden" name="seen" value={seal} />
              <Submit kind="stop">{t("one.remove", { month: since })}</Submit>
            </ActionForm>
          </details>
        </Cell>
      )}
    </tr>
  );
}
type PromiseLineProps = { serviceId: number; promise: PromiseRow; actions: ObjectiveActions | null };
