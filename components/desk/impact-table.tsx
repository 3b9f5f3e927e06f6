import { useTranslations } from "next-intl";
import type { ComponentType } from "react";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ImpactRow } from "@/lib/status/incidents/shapes.ts";
import styles from "./desk.module.css";

/** Rows shown at once; the rest are one step away. */
const FIRST = 12;

/** What a row says after who it is about and its figures: read, or to be adjusted. */
export type ImpactCells = ComponentType<{ row: ImpactRow; name: string; asOf: string }>;
type Props = { impacts: readonly ImpactRow[]; asOf: string; cells: ImpactCells };

/** Who is hit, with the figures that say so. */
export function ImpactTable({ impacts, asOf, cells }: Props) {
  const t = useTranslations("desk.impact");
  const rest = impacts.slice(FIRST);
  return (
    <>
      <ImpactRows label={t("title")} impacts={impacts.slice(0, FIRST)} asOf={asOf} cells={cells} />
      {rest.length === 0 ? null : (
        <details className={styles.more}>
          <summary>{t("rest", { rest: rest.length, all: impacts.length })}</summary>
          <ImpactRows label={t("restTitle")} impacts={rest} asOf={asOf} cells={cells} />
        </details>
      )}
    </>
  );
}

function ImpactRows({ label, impacts, asOf, cells: Cells }: Props & { label: string }) {
  const t = useTranslations("desk.impact");
  const format = useFormat();
  return (
    <Table
      text
      label={label}
      head={
        <tr>
          <Head>{t("who")}</Head>
          <Head num>{t("overdue")}</Head>
          <Head>{t("effect")}</Head>
          <Head>{t("time")}</Head>
          <Head>{t("public")}</Head>
        </tr>
      }
    >
      <Rows>
        {impacts.map((row) => {
          const { installationId, municipality, system, adjusted, overdue, due } = row;
          const place = municipality?.name ?? t("nobody");
          return (
            <tr key={installationId}>
              <RowHead wide>
                {place} <span className={styles.beside}>{system}</span>
                {adjusted === null ? null : (
                  <span className={styles.under}>
                    {t("adjusted", { name: adjusted.name, time: format.sinceTime(adjusted.at, asOf) })}
                  </span>
                )}
              </RowHead>
              <Cell num label={t("overdue")}>
                {t("of", { overdue: format.number(overdue), due: format.number(due) })}
              </Cell>
              <Cells row={row} name={system === null ? place : `${place}, ${system}`} asOf={asOf} />
            </tr>
          );
        })}
      </Rows>
    </Table>
  );
}

/** From when and until when, in words. */
export function useImpactSpan(asOf: string): (row: ImpactRow) => string {
  const t = useTranslations("desk.impact");
  const format = useFormat();
  return ({ from, to }) =>
    t("span", { from: format.sinceTime(from, asOf), to: to === null ? "none" : format.sinceTime(to, asOf) });
}

/** Who is hit, for somebody who only reads. */
export function ImpactPanel({ impacts, asOf }: { impacts: readonly ImpactRow[]; asOf: string }) {
  const t = useTranslations("desk.impact");
  return (
    <Panel title={t("title")} aside={t("count", { count: impacts.length })}>
      {impacts.length === 0 ? (
        <p className="note">{t("noneRead")}</p>
      ) : (
        <ImpactTable impacts={impacts} asOf={asOf} cells={ReadCells} />
      )}
    </Panel>
  );
}

function ReadCells({ row, asOf }: { row: ImpactRow; asOf: string }) {
  const t = useTranslations("desk.impact");
  const states = useTranslations("states.effect");
  const span = useImpactSpan(asOf);
  return (
    <>
      <Cell label={t("effect")}>{states(row.effect)}</Cell>
      <Cell label={t("time")}>{span(row)}</Cell>
      <Cell label={t("public")}>{t(row.isPublic ? "yes" : "no")}</Cell>
    </>
  );
}
