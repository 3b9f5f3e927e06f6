import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { IncidentDesk, RunbookProgress } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import { RUNBOOKS, runbookHref } from "./address.ts";
import styles from "./desk.module.css";

type Props = { incident: IncidentDesk; asOf: string; actions: IncidentActions | null };

/** The runbooks an incident is worked by: each step with who ticked it off and when, and those that could be begun. */
export function RunbookPanel({ incident, asOf, actions }: Props) {
  const t = useTranslations("desk.runbook");
  const words = useWords();
  const { runbooks, suggestedRunbooks: suggested } = incident;
  return (
    <Panel title={t("title")} aside={<Link href={RUNBOOKS}>{t("all")}</Link>}>
      {runbooks.length === 0 && suggested.length === 0 ? <p className="note">{t("none")}</p> : null}
      {runbooks.map((runbook) => (
        <Steps key={runbook.useId} runbook={runbook} incident={incident} asOf={asOf} action={actions?.tick ?? null} />
      ))}
      {suggested.map(({ id, title }) => (
        <div key={id} className={styles.suggested}>
          <Link href={runbookHref(id)} prefetch={false}>
            {words(title)}
          </Link>
          {actions === null ? null : (
            <ActionForm action={actions.beginRunbook} row label={t("beginNamed", { title: words(title) })}>
              <input type="hidden" name="incidentId" value={incident.id} />
              <input type="hidden" name="number" value={incident.number} />
              <input type="hidden" name="runbookId" value={id} />
              <Submit label={t("beginNamed", { title: words(title) })}>{t("begin")}</Submit>
            </ActionForm>
          )}
        </div>
      ))}
    </Panel>
  );
}

function Steps({
  runbook,
  incident,
  asOf,
  action,
}: {
  runbook: RunbookProgress;
  incident: IncidentDesk;
  asOf: string;
  action: FormAction | null;
}) {
  const t = useTranslations("desk.runbook");
  const format = useFormat();
  const words = useWords();
  const done = runbook.steps.filter((step) => step.done !== null).length;
  const list = (
    <ol className={styles.steps}>
      {runbook.steps.map((step, at) => {
        const name = words(step.text);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a version's steps never change; a step is its number.
          <li key={at}>
            <span>{name}</span>
            <span className={styles.tick}>
              {step.done === null ? null : (
                <span className="note">
                  <Glyph name="ui-check" />{" "}
                  {t("done", { name: step.done.name, time: format.sinceTime(step.done.at, asOf) })}
                </span>
              )}
              {action === null ? null : (
                <Submit
                  kind="quiet"
                  name="tick"
                  value={`${at}:${step.done === null ? "on" : "off"}`}
                  label={t(step.done === null ? "tickNamed" : "untickNamed", { step: at + 1 })}
                >
                  {t(step.done === null ? "tick" : "untick")}
                </Submit>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
  return (
    <section aria-label={words(runbook.title)} className={styles.runbook}>
      <h3>
        <Link href={runbookHref(runbook.runbookId)} prefetch={false}>
          {words(runbook.title)}
        </Link>{" "}
        <span className={styles.beside}>{t("progress", { done, all: runbook.steps.length })}</span>
      </h3>
      {runbook.newest > runbook.version ? (
        <p className="note">{t("older", { version: runbook.version, newest: runbook.newest })}</p>
      ) : null}
      {action === null ? (
        list
      ) : (
        <ActionForm action={action} label={words(runbook.title)}>
          <input type="hidden" name="useId" value={runbook.useId} />
          <input type="hidden" name="number" value={incident.number} />
          {list}
        </ActionForm>
      )}
    </section>
  );
}
