import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { CheckField } from "@/components/ui/typed.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import styles from "./desk.module.css";
import { LikenessText, MergeInto } from "./suspicion-card.tsx";

/** Others that may be the same trouble: put under this one, or this one under one of them. */
export function LikePanel({ incident, actions }: { incident: IncidentDesk; actions: IncidentActions | null }) {
  const t = useTranslations("desk.likeness");
  const words = useWords();
  const { candidates } = incident;
  if (candidates.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("count", { count: candidates.length })}>
      <div className={styles.plain}>
        {candidates.map((candidate) => (
          <LikenessText key={candidate.id} candidate={candidate} />
        ))}
      </div>
      {actions === null || incident.mergedInto !== null ? null : (
        <>
          <ActionForm action={actions.merge} label={t("gather", { number: incident.number })}>
            <input type="hidden" name="intoId" value={incident.id} />
            <input type="hidden" name="number" value={incident.number} />
            <input type="hidden" name="version" value={incident.version} />
            {candidates.map(({ id, number, version, title }) => (
              <CheckField key={id} name="from" value={`${id}:${version}`} label={`${number} ${words(title)}`} checked />
            ))}
            <Submit>{t("gather", { number: incident.number })}</Submit>
          </ActionForm>
          <div className={styles.buttons}>
            {candidates.map((candidate) => (
              <MergeInto key={candidate.id} one={incident} into={candidate} action={actions.merge} />
            ))}
          </div>
        </>
      )}
    </Panel>
  );
}
