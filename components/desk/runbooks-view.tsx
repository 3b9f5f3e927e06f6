import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Fields } from "@/components/ui/field.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { SelectField, TextArea, TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { RunbookPage, RunbookRow } from "@/lib/status/runbooks/shapes.ts";
import { DESK, RUNBOOKS, runbookHref } from "./address.ts";
import styles from "./desk.module.css";
import { SeenVersion } from "./on-incident.tsx";
import { useChoices } from "./use-choices.ts";

/** The runbooks: what each is for, and how often it was used. */
export function RunbooksView({
  runbooks,
  asOf,
  action,
}: {
  runbooks: readonly RunbookRow[];
  asOf: string;
  /** Writes a new one; null for somebody who only reads. */
  action: FormAction | null;
}) {
  const t = useTranslations("desk.runbooks");
  const format = useFormat();
  const words = useWords();
  const kind = useKind();
  return (
    <>
      <PageHead title={t("title")} lead={t("lead", { count: runbooks.length })} />
      {runbooks.length === 0 ? (
        <Empty>{t("none")}</Empty>
      ) : (
        <Panel flush quietTitle title={t("title")}>
          <Table
            text
            label={t("title")}
            head={
              <tr>
                <Head>{t("name")}</Head>
                <Head>{t("for")}</Head>
                <Head num>{t("steps")}</Head>
                <Head num>{t("version")}</Head>
                <Head>{t("written")}</Head>
                <Head num>{t("uses")}</Head>
              </tr>
            }
          >
            <Rows>
              {runbooks.map((runbook) => (
                <tr key={runbook.id}>
                  <RowHead wide>
                    <Link href={runbookHref(runbook.id)} prefetch={false}>
                      {words(runbook.title)}
                    </Link>
                  </RowHead>
                  <Cell label={t("for")}>{kind(runbook)}</Cell>
                  <Cell num label={t("steps")}>
                    {format.number(runbook.steps.length)}
                  </Cell>
                  <Cell num label={t("version")}>
                    {format.number(runbook.version)}
                  </Cell>
                  <Cell label={t("written")}>{format.dateTime(runbook.at, asOf)}</Cell>
                  <Cell num label={t("uses")}>
                    {format.number(runbook.uses)}
                  </Cell>
                </tr>
              ))}
            </Rows>
          </Table>
        </Panel>
      )}
      {action === null ? null : (
        <Panel title={t("new")}>
          <NewRunbook action={action} />
        </Panel>
      )}
    </>
  );
}

/** One runbook as it stands, a new version of it, and those before. */
export function RunbookView({
  runbook,
  asOf,
  action,
}: {
  runbook: RunbookPage;
  asOf: string;
  action: FormAction | null;
}) {
  const t = useTranslations("desk.runbooks");
  const desk = useTranslations("desk");
  const format = useFormat();
  const words = useWords();
  const kind = useKind();
  const older = runbook.versions.filter(({ version }) => version !== runbook.version);
  return (
    <>
      <Crumbs
        trail={[
          { label: desk("title"), href: DESK },
          { label: t("title"), href: RUNBOOKS },
          { label: words(runbook.title) },
        ]}
      />
      <PageHead
        title={words(runbook.title)}
        lead={t("oneLead", { kind: kind(runbook), version: runbook.version, uses: runbook.uses })}
      />
      <div className="cols" data-cols="half">
        <div>
          <Panel title={t("steps")} aside={format.dateTime(runbook.at, asOf)}>
            <StepList steps={runbook.steps.map(words)} />
          </Panel>
          {older.length === 0 ? null : (
            <Panel title={t("older")}>
              {older.map(({ version, title, steps, at, by }) => (
                <details key={version} className={styles.more}>
                  <summary>
                    {t("olderOne", {
                      version,
                      title: words(title),
                      time: format.dateTime(at, asOf),
                      name: by?.name ?? "–",
                    })}
                  </summary>
                  <StepList steps={steps.map(words)} />
                </details>
              ))}
            </Panel>
          )}
        </div>
        {action === null ? null : (
          <Panel title={t("revise")}>
            <ActionForm action={action} key={runbook.version} label={t("revise")}>
              <input type="hidden" name="runbookId" value={runbook.id} />
              <SeenVersion version={runbook.version} />
              <Written title={runbook.title} steps={runbook.steps} />
              <Submit kind="go">{t("saveVersion")}</Submit> <span className="note">{t("kept")}</span>
            </ActionForm>
          </Panel>
        )}
      </div>
    </>
  );
}

function NewRunbook({ action }: { action: FormAction }) {
  const t = useTranslations("desk.runbooks");
  const desk = useTranslations("desk");
  const choices = useChoices();
  return (
    <ActionForm action={action} label={t("new")}>
      <Fields>
        <TextField name="code" label={t("code")} hint={t("codeHint")} maxLength={60} autoComplete="off" />
        <SelectField name="causeClass" label={desk("field.cause")} choices={choices.causes} none={t("anyCause")} />
        <SelectField name="station" label={t("station")} choices={choices.stations} none={t("anyStation")} />
      </Fields>
      <Written title={{ da: "", en: "" }} steps={[]} />
      <Submit kind="go">{t("create")}</Submit>
    </ActionForm>
  );
}

function Written({ title, steps }: Pick<RunbookRow, "title" | "steps">) {
  const t = useTranslations("desk");
  const lines = (language: "da" | "en") => steps.map((step) => step[language]).join("\n");
  const rows = Math.max(6, steps.length + 2);
  return (
    <>
      <TextField name="title" label={t("field.title")} value={title.da} lang="da" maxLength={120} />
      <TextField name="titleEn" label={t("field.titleEn")} value={title.en} lang="en" maxLength={120} />
      <TextArea
        name="steps"
        label={t("runbooks.stepsDa")}
        hint={t("runbooks.perLine")}
        value={lines("da")}
        lang="da"
        rows={rows}
      />
      <TextArea
        name="stepsEn"
        label={t("runbooks.stepsEn")}
        hint={t("runbooks.sameOrder")}
        value={lines("en")}
        lang="en"
        rows={rows}
      />
    </>
  );
}

function StepList({ steps }: { steps: readonly string[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a version's steps never change; a step is its number.
        <li key={at}>
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}

/** What kind of incident a runbook is for, in words. */
function useKind(): (runbook: Pick<RunbookRow, "causeClass" | "station">) => string {
  const t = useTranslations("desk.runbooks");
  const states = useTranslations("states");
  return ({ causeClass, station }) =>
    [
      causeClass === null ? null : t("kindCause", { cause: states(`cause.${causeClass}`) }),
      station === null ? null : states(`station.${station}`),
    ]
      .filter((part) => part !== null)
      .join(" · ") || t("kindAny");
}
