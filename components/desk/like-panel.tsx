import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { CheckField, SelectField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { intoValue, LikenessText } from "./suspicion-card.tsx";

/** Others that may be the same trouble: put under this one, or this one under one of them. */
export function LikePanel({ incident, actions }: { incident: IncidentDesk; actions: IncidentActions | null }) {
  const t = useTranslations("desk.likeness");
  const words = useWords();
  const { candidates } = incident;
  if (candidates.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("count", { count: candidates.length })}>
      {actions === null || incident.mergedInto !== null ? (
        candidates.map((candidate) => (
          <p key={candidate.id} className={styles.alike}>
            <LikenessText candidate={candidate} />
          </p>
        ))
      ) : (
        <>
          <p className="note">{t("means")}</p>
          <ActionForm action={actions.merge} label={t("gather", { number: incident.number })}>
            <input type="hidden" name="into" value={intoValue(incident)} />
            {candidates.map((candidate) => (
              <div key={candidate.id} className={styles.alike}>
                <CheckField
                  hideLabel
                  name="from"
                  value={`${candidate.id}:${candidate.version}`}
                  label={`${candidate.number} ${words(candidate.title)}`}
                />
                <span>
                  <LikenessText candidate={candidate} />
                </span>
              </div>
            ))}
            <Submit>{t("gather", { number: incident.number })}</Submit>
          </ActionForm>
          <ActionForm action={actions.merge} row label={t("under")}>
            <input type="hidden" name="from" value={`${incident.id}:${incident.version}`} />
            <SelectField
              name="into"
              label={t("under")}
              choices={candidates.map((one) => ({ value: intoValue(one), label: `${one.number} ${words(one.title)}` }))}
            />
            <Submit>{t("put")}</Submit>
          </ActionForm>
        </>
      )}
    </Panel>
  );
}
