"use client";
import { useLocale, useTranslations } from "next-intl";
import { ActionForm, Submit, useAnswered } from "@/components/ui/action-form.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { TextArea } from "@/components/ui/typed.tsx";
import { hoursText } from "@/lib/contacts/rules.ts";
import type { ImportPlan, PlannedContact } from "@/lib/contacts/shapes.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { DASH } from "@/lib/i18n/format.ts";
import { localeOf } from "@/lib/i18n/locales.ts";

/** A file with the list's own columns: first what it would change, then the button that does it. */
export function ImportForm({ listId, action }: { listId: number; action: FormAction }) {
  const t = useTranslations("contacts");
  return (
    <Panel title={t("import.title")}>
      <ActionForm action={action} label={t("import.title")}>
        <input type="hidden" name="listId" value={listId} />
        <FileField />
        <Planned />
      </ActionForm>
    </Panel>
  );
}

function FileField() {
  const t = useTranslations("contacts");
  const { error } = useAnswered("file");
  return (
    <Field label={t("field.file")} hint={t("hint.file")} error={error}>
      {(given) => <input {...given} type="file" name="file" accept=".csv,text/csv" />}
    </Field>
  );
}

function Planned() {
  const t = useTranslations("contacts.import");
  const [text] = useAnswered("text").typed ?? [];
  const [json] = useAnswered("plan").typed ?? [];
  const [seal = ""] = useAnswered("seal").typed ?? [];
  const plan = json ? (JSON.parse(json) as ImportPlan) : null;
  return (
    <>
      {text === undefined ? null : <TextArea name="text" label={t("lines")} hint={t("linesHint")} rows={6} />}
      {plan === null ? null : <PlanSaid plan={plan} />}
      <Submit name="intent" value="check" kind={plan === null ? "go" : "plain"}>
        {t(plan === null ? "check" : "checkAgain")}
      </Submit>
      {plan === null || plan.bad.length > 0 ? null : (
        <>
          <input type="hidden" name="seal" value={seal} />{" "}
          <Submit name="intent" value="take" kind="go">
            {t("take", { count: plan.added.length + plan.changed.length + plan.same.length })}
          </Submit>
        </>
      )}
    </>
  );
}

/** What a file would do, line by line; or every line and field that cannot be taken. */
function PlanSaid({ plan: { added, changed, same, untouched, bad } }: { plan: ImportPlan }) {
  const t = useTranslations("contacts");
  const said = useSaid();
  const problem = (code: string) => (t.has(`problem.${code}`) ? t(`problem.${code}`) : t("problem.invalid_format"));
  if (bad.length > 0)
    return (
      <div role="alert">
        <p>
          <b>{t("import.bad", { count: new Set(bad.map(({ line }) => line)).size })}</b>
        </p>
        <ul>
          {bad.map(({ line, field, code }) => (
            <li key={`${line} ${field} ${code}`}>
              {t("import.badLine", { line, field: t(`field.${field ?? "other"}`), problem: problem(code) })}
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <div role="status">
      <p>
        <b>{t("import.plan", { added: added.length, changed: changed.length, same: same.length })}</b>{" "}
        {t("import.untouched", { count: untouched })}
      </p>
      <ul>
        {added.map((one) => (
          <li key={one.line}>{t("import.added", { line: one.line, contact: said(one) })}</li>
        ))}
        {changed.map(({ before, after }) => (
          <li key={after.line}>
            {t("import.changed", { line: after.line, before: said(before), after: said(after) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Said = Omit<PlannedContact, "line">;
/** A contact in one line. */
function useSaid(): (contact: Said) => string {
  const t = useTranslations("contacts");
  const locale = localeOf(useLocale());
  return ({ organisation, function: named, rank, phone, email, hours }) =>
    [...[organisation.name, named, t(`rank.${rank}`), phone ?? DASH, email ?? DASH, hoursText(hours, locale)]].join(
      " · ",
    );
}
