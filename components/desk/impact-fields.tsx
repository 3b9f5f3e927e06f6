import { useTranslations } from "next-intl";
import { Cell } from "@/components/ui/table.tsx";
import { CheckField, SelectField } from "@/components/ui/typed.tsx";
import type { ImpactRow } from "@/lib/status/incidents/shapes.ts";
import styles from "./desk.module.css";
import { impactBefore } from "./draft-rules.ts";
import { ImpactTable, useImpactSpan } from "./impact-table.tsx";
import { ImpactTimes } from "./impact-times.tsx";
import { useChoices } from "./use-choices.ts";

/** Who is hit, as proposed from the ledger: adjusted row by row, and shown to the public only where that is chosen. */
export function ImpactFields({ impacts, asOf }: { impacts: readonly ImpactRow[]; asOf: string }) {
  const t = useTranslations("desk.impact");
  if (impacts.length === 0) return <p className="note">{t("none")}</p>;
  return (
    <section aria-label={t("title")}>
      <h3>
        {t("title")} <span className={styles.beside}>{t("proposed")}</span>
      </h3>
      <ImpactTable impacts={impacts} asOf={asOf} cells={FieldCells} />
    </section>
  );
}

function FieldCells({ row, name, asOf }: { row: ImpactRow; name: string; asOf: string }) {
  const t = useTranslations("desk.impact");
  const { effects } = useChoices();
  const span = useImpactSpan(asOf);
  const { installationId: id, effect, from, to, isPublic } = row;
  return (
    <>
      <Cell label={t("effect")}>
        <input type="hidden" name={`impact.${id}.before`} value={impactBefore(row)} />
        <input type="hidden" name={`public.${id}.before`} value={isPublic ? "on" : "off"} />
        <SelectField hideLabel name={`effect.${id}`} label={t("effectOf", { name })} value={effect} choices={effects} />
      </Cell>
      <Cell label={t("time")}>
        <ImpactTimes
          id={id}
          from={from}
          to={to}
          shown={span(row)}
          labels={{ change: t("timeOf", { name }), from: t("fromOf", { name }), to: t("toOf", { name }) }}
        />
      </Cell>
      <Cell label={t("public")}>
        <CheckField hideLabel name="public" value={String(id)} label={t("publicOf", { name })} checked={isPublic} />
      </Cell>
    </>
  );
}
