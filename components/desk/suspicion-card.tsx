import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { ServiceMark, SeverityMark } from "@/components/ui/state.tsx";
import { SelectField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { DISMISSALS } from "@/lib/status/incidents/schema.ts";
import type { IncidentRow, MergeCandidate, Suspicion } from "@/lib/status/incidents/shapes.ts";
import type { DeskActions } from "./actions.ts";
import { incidentHref } from "./address.ts";
import styles from "./desk.module.css";

/** The rest stand on its own page. */
const MOST_ALIKE = 3;

/** A suspicion to judge: what is said of it, what it resembles, and the three things that can be done with it. */
export function SuspicionCard({
  suspicion,
  asOf,
  actions,
}: {
  suspicion: Suspicion;
  asOf: string;
  actions: DeskActions | null;
}) {
  const t = useTranslations("desk.suspicions");
  const format = useFormat();
  const words = useWords();
  const { number, hit } = suspicion;
  const href = incidentHref(number);
  const alike = suspicion.candidates.slice(0, MOST_ALIKE);
  return (
    <article className={styles.card} aria-label={`${number} ${words(suspicion.title)}`}>
      <h3>
        <Link href={href} prefetch={false}>
          {words(suspicion.title)}
        </Link>{" "}
        <span className="quiet">{t("seen", { number, time: format.sinceTime(suspicion.detectedAt, asOf) })}</span>
      </h3>
      <p className={styles.marks}>
        <SeverityMark severity={suspicion.severity} /> <ServiceMark state={suspicion.trouble} />
      </p>
      <p>
        {t("about", {
          services: suspicion.services.map(({ name }) => words(name)).join(", "),
          reports: suspicion.reports,
          start: format.sinceTime(suspicion.startedAt, asOf),
        })}
      </p>
      {suspicion.reportRows.length === 0 ? null : (
        <ul className={styles.said}>
          {suspicion.reportRows.map(({ id, from, receivedAt, summary }) => (
            <li key={id}>
              {t("report", {
                time: format.sinceTime(receivedAt, asOf),
                from: from.organisation,
                summary: summary ?? t("noSummary"),
              })}
            </li>
          ))}
        </ul>
      )}
      {hit.overdue === null || hit.due === null ? null : (
        <p>{t("overdue", { overdue: format.number(hit.overdue), due: format.number(hit.due) })}</p>
      )}
      {alike.map((candidate) => (
        <p key={candidate.id}>
          <LikenessText candidate={candidate} />
        </p>
      ))}
      {actions === null ? null : (
        <>
          <div className={styles.buttons}>
            <ButtonLink kind="go" href={href} prefetch={false} aria-label={t("confirmNamed", { number })}>
              {t("confirm")}
            </ButtonLink>
            {alike.map((candidate) => (
              <MergeInto key={candidate.id} one={suspicion} into={candidate} action={actions.merge} />
            ))}
          </div>
          <DismissForm incident={suspicion} action={actions.dismiss} />
        </>
      )}
    </article>
  );
}

/** Why two look like one. */
export function LikenessText({ candidate: { number, title, likeness } }: { candidate: MergeCandidate }) {
  const t = useTranslations("desk.likeness");
  const words = useWords();
  const { sameService, shared, of } = likeness;
  return (
    <>
      {t.rich("text", {
        number,
        title: words(title),
        place: sameService ? "service" : "station",
        shared,
        of,
        a: (name) => (
          <Link href={incidentHref(number)} prefetch={false}>
            {name}
          </Link>
        ),
      })}
    </>
  );
}

/** An incident that another is put under, as the field `into` names it. */
export const intoValue = ({ id, version, number }: Versioned): string => `${id}:${version}:${number}`;

type Versioned = { id: number; number: string; version: number };

/** One button: `one` goes under `into`. */
export function MergeInto({ one, into, action }: { one: Versioned; into: Versioned; action: FormAction }) {
  const t = useTranslations("desk.suspicions");
  return (
    <ActionForm action={action} row label={t("mergeNamed", { one: one.number, into: into.number })}>
      <input type="hidden" name="from" value={`${one.id}:${one.version}`} />
      <input type="hidden" name="into" value={intoValue(into)} />
      <Submit>{t("merge", { into: into.number })}</Submit>
    </ActionForm>
  );
}

/** A suspicion is dismissed for a reason. */
export function DismissForm({ incident, action }: { incident: IncidentRow; action: FormAction }) {
  const t = useTranslations("desk.suspicions");
  return (
    <details className={styles.more}>
      <summary aria-label={t("dismissNamed", { number: incident.number })}>{t("dismiss")} …</summary>
      <ActionForm action={action} row>
        <input type="hidden" name="incidentId" value={incident.id} />
        <input type="hidden" name="version" value={incident.version} />
        <SelectField
          name="reason"
          label={t("reason")}
          choices={DISMISSALS.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
        />
        <Submit kind="stop" label={t("dismissNamed", { number: incident.number })}>
          {t("dismiss")}
        </Submit>
      </ActionForm>
    </details>
  );
}
