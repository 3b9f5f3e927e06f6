import Link from "next/link";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Phases } from "@/components/ui/progress.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { IncidentRow } from "@/lib/status/incidents/shapes.ts";
import { incidentHref } from "./address.ts";
import styles from "./desk.module.css";

/** An incident that is going on: how bad, how far, who is hit, and whose text waits. */
export function IncidentCard({ incident, asOf, mayWrite }: { incident: IncidentRow; asOf: string; mayWrite: boolean }) {
  const t = useTranslations("desk.incidents");
  const format = useFormat();
  const words = useWords();
  const { number } = incident;
  return (
    <article className={styles.card} aria-label={`${number} ${words(incident.title)}`}>
      <h3>
        <Link href={incidentHref(number)} prefetch={false}>
          {number} {words(incident.title)}
        </Link>{" "}
        <span className="quiet">{t("since", { time: format.sinceTime(incident.startedAt, asOf) })}</span>
      </h3>
      <p className={styles.marks}>
        <SeverityMark severity={incident.severity} /> <ServiceMark state={incident.trouble} />
      </p>
      <Phases phase={incident.phase} />
      <HitText incident={incident} />
      {incident.drafts.map((draft) => (
        <p key={draft.personId}>
          {t(draft.submittedAt === null ? "draft" : "submitted", {
            name: draft.name,
            time: format.timeWithSeconds(draft.submittedAt ?? draft.savedAt),
          })}
        </p>
      ))}
      {mayWrite ? (
        <div className={styles.buttons}>
          <ButtonLink href={incidentHref(number)} prefetch={false} aria-label={t("writeNamed", { number })}>
            {t("write")}
          </ButtonLink>
        </div>
      ) : null}
    </article>
  );
}

/** Who is hit, in one sentence with its denominators. */
export function HitText({ incident: { hit } }: { incident: Pick<IncidentRow, "hit"> }) {
  const t = useTranslations("desk.hit");
  const format = useFormat();
  if (hit.installations === 0) return <p>{t("nobody")}</p>;
  return (
    <p>
      {t("text", {
        municipalities: hit.municipalities,
        installations: hit.installations,
        overdue: format.number(hit.overdue),
        due: format.number(hit.due),
        lost: hit.lost,
      })}
    </p>
  );
}
