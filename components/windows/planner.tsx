import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { SelectField, TextField } from "@/components/ui/typed.tsx";
import type { PlanQuery } from "@/lib/status/windows/schema.ts";
import type { Plan, ServiceChoice, Slot } from "@/lib/status/windows/shapes.ts";
import { planHref } from "./address.ts";
import { RulesSaid } from "./rules-said.tsx";
import { asSentence, useWindowChoices, useWindowWords } from "./use-window-words.ts";
import { Warning } from "./warning.tsx";
import { WhomTable } from "./whom-table.tsx";
import { ServiceFields, WallFields } from "./window-fields.tsx";
import styles from "./windows.module.css";

type Props = { query: PlanQuery; services: readonly ServiceChoice[]; plan: Plan | null };

/** Where a window hits fewest: asked by a form that is sent by GET, answered beside it. */
export function Planner({ query, services, plan }: Props) {
  const t = useTranslations("windows");
  const { classes } = useWindowChoices();
  return (
    <Panel title={t("planner.title")}>
      <form key={JSON.stringify(query)} action="/operate/windows/new" method="get" className={styles.planner}>
        <ServiceFields services={services} chosen={query.services} />
        <Fields>
          <SelectField name="windowClass" label={t("field.class")} value={query.windowClass} choices={classes} />
          <TextField name="hours" label={t("field.hours")} value={String(query.hours)} inputMode="decimal" />
          <TextField type="date" name="firstDay" label={t("field.firstDay")} value={query.firstDay ?? ""} />
          <TextField type="date" name="lastDay" label={t("field.lastDay")} value={query.lastDay ?? ""} />
        </Fields>
        <fieldset>
          <legend className={styles.legend}>{t("planner.consider")}</legend>
          <WallFields from={query.from ?? ""} to={query.to ?? ""} />
        </fieldset>
        <Button type="submit">{t("planner.find")}</Button>
      </form>
      {plan === null ? <Empty>{t("planner.choose")}</Empty> : <PlanAnswer plan={plan} query={query} />}
    </Panel>
  );
}

function PlanAnswer({ plan, query }: { plan: Plan; query: PlanQuery }) {
  const t = useTranslations("windows.planner");
  const { best, tried, chosen } = plan;
  return (
    <div className={styles.answer}>
      {best.length === 0 ? (
        <Empty>{t(tried === 0 ? "noneLeft" : "nothing")}</Empty>
      ) : (
        <>
          <h3>
            {t("best", { count: best.length })} <span className="quiet">{t("tried", { count: tried })}</span>
          </h3>
          <ol className={styles.slots}>
            {best.map((slot) => (
              <SlotLine key={slot.from} slot={slot} query={query} asOf={plan.asOf} />
            ))}
          </ol>
          <p className={styles.note}>{t("rank")}</p>
        </>
      )}
      {chosen === null ? null : (
        <>
          <h3>{t("chosen")}</h3>
          <Warning plan={plan} />
          <SlotLine slot={chosen} query={query} asOf={plan.asOf} alone />
          <WhomTable rows={chosen.rows} />
        </>
      )}
      <p className={styles.note}>{t("how")}</p>
    </div>
  );
}

type LineProps = { slot: Slot; query: PlanQuery; asOf: string; alone?: boolean };

function SlotLine({ slot, query, asOf, alone = false }: LineProps) {
  const t = useTranslations("windows.planner");
  const { when } = useWindowWords(asOf);
  const said = when({ plannedFrom: slot.from, plannedTo: slot.to });
  const Line = alone ? "div" : "li";
  return (
    <Line className={styles.slot}>
      <p>
        <b>{asSentence(said)}</b>{" "}
        {alone ? null : (
          <Link
            href={planHref({ ...query, from: slot.wallFrom, to: slot.wallTo })}
            aria-label={t("useLabel", { when: said })}
            prefetch={false}
          >
            {t("use")}
          </Link>
        )}
      </p>
      <p>
        <Hits slot={slot} />
      </p>
      <RulesSaid windowClass={query.windowClass} breaches={slot.breaches} clashes={slot.clashes} ifNow asOf={asOf} />
    </Line>
  );
}

/** How many messages a slot hits and how well we know, or that nobody knows. */
export function Hits({ slot }: { slot: Pick<Slot, "messages" | "municipalities" | "weeks"> }) {
  const t = useTranslations("windows.planner");
  if (slot.messages === null) return t("unknown");
  return (
    <>
      {t.rich("hits", {
        count: Math.round(slot.messages),
        municipalities: slot.municipalities ?? 0,
        b: (words) => <b>{words}</b>,
      })}{" "}
      <span className="quiet">{t("basis", { weeks: slot.weeks })}</span>
    </>
  );
}
