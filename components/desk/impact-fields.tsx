import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { CheckField, SelectField, TimeField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ImpactRow } from "@/lib/status/incidents/shapes.ts";
import styles from "./desk.module.css";
import { impactBefore } from "./draft-rules.ts";
import { useChoices } from "./use-choices.ts";

/** Rows shown at once; the rest are one step away. */
const FIRST = 12;

/** Who is hit, as proposed from the ledger: adjusted row by row, and shown to the public only where that is chosen. */
export function ImpactFields({ impacts, asOf }: { impacts: readonly ImpactRow[]; asOf: string }) {
  const t = useTranslations("desk.impact");
  if (impacts.length === 0) return <p className="note">{t("none")}</p>;
  const [first, rest] = [impacts.slice(0, FIRST), impacts.slice(FIRST)];
  return (
    <section aria-label={t("title")}>
      <h3>
        {t("title")} <span className={styles.beside}>{t("proposed")}</span>
      </h3>
      <ImpactTable label={t("title")} rows={first} asOf={asOf} />
      {rest.length === 0 ? null : (
        <details className={styles.more}>
          <summary>{t("rest", { rest: rest.length, all: impacts.length })}</summary>
          <ImpactTable label={t("restTitle")} rows={rest} asOf={asOf} />
        </details>
      )}
    </section>
  );
}

function ImpactTable({ label, rows, asOf }: { label: string; rows: readonly ImpactRow[]; asOf: string }) {
  const t = useTranslations("desk.impact");
  const format = useFormat();
  const choices = useChoices();
  return (
    <Table
      text
      label={label}
      head={
        <tr>
          <Head>{t("who")}</Head>
          <Head num>{t("overdue")}</Head>
          <Head>{t("effect")}</Head>
          <Head>{t("from")}</Head>
          <Head>{t("to")}</Head>
          <Head>{t("public")}</Head>
        </tr>
      }
    >
      <Rows>
        {rows.map((row) => {
          const { installationId: id, municipality, system, adjusted } = row;
          const name = [municipality?.name ?? t("nobody"), system].filter(Boolean).join(", ");
          return (
            <tr key={id}>
              <RowHead wide>
                {municipality?.name ?? t("nobody")} <span className={styles.beside}>{system}</span>
                {adjusted === null ? null : (
                  <span className={styles.under}>
                    {t("adjusted", { name: adjusted.name, time: format.sinceTime(adjusted.at, asOf) })}
                  </span>
                )}
              </RowHead>
              <Cell num label={t("overdue")}>
                {t("of", { overdue: format.number(row.overdue), due: format.number(row.due) })}
              </Cell>
              <Cell label={t("effect")}>
                <input type="hidden" name={`impact.${id}.before`} value={impactBefore(row)} />
                <input type="hidden" name={`public.${id}.before`} value={row.isPublic ? "on" : "off"} />
                <SelectField
                  hideLabel
                  name={`effect.${id}`}
                  label={t("effectOf", { name })}
                  value={row.effect}
                  choices={choices.effects}
                />
              </Cell>
              <Cell label={t("from")}>
                <TimeField hideLabel name={`from.${id}`} label={t("fromOf", { name })} value={row.from} />
              </Cell>
              <Cell label={t("to")}>
                <TimeField hideLabel name={`to.${id}`} label={t("toOf", { name })} value={row.to} />
              </Cell>
              <Cell label={t("public")}>
                <CheckField
                  hideLabel
                  name="public"
                  value={String(id)}
                  label={t("publicOf", { name })}
                  checked={row.isPublic}
                />
              </Cell>
            </tr>
          );
        })}
      </Rows>
    </Table>
  );
}
