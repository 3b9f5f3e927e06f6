import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Preview } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import { checkHref } from "./address.ts";
import styles from "./desk.module.css";

/** Who else is writing on it, and what they have so far; a draft that waits for approval leads to the check. */
export function ColleaguesDrafts({
  incident,
  asOf,
  mayApprove,
}: {
  incident: IncidentDesk;
  asOf: string;
  mayApprove: boolean;
}) {
  const t = useTranslations("desk.colleagues");
  const format = useFormat();
  if (incident.others.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("count", { count: incident.others.length })}>
      {incident.others.map((draft) => {
        const { personId, name, submittedAt, savedAt, content } = draft;
        const when = format.sinceTime(submittedAt ?? savedAt, asOf);
        return (
          <div key={personId} className={styles.plain}>
            <p>{t(submittedAt === null ? "writing" : "waits", { name, time: when })}</p>
            <Preview label={t("text", { name })} lang="da">
              {content.text === "" ? t("empty") : content.text}
            </Preview>
            {submittedAt === null || !mayApprove ? null : (
              <div className={styles.buttons}>
                <ButtonLink kind="go" href={checkHref(incident.number, personId)} prefetch={false}>
                  {t("check")}
                </ButtonLink>
              </div>
            )}
          </div>
        );
      })}
    </Panel>
  );
}
