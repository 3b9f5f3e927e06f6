"use client";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import styles from "./messages.module.css";

/** What came of a search that found nothing; finding something leads to its page. */
export type SearchState = { problem: "empty" | "missing" | null; typed: string };

/** Finds a letter by one of its ids. The id goes in the body of a POST; it never stands in an address. */
export function SearchForm({ action }: { action: (before: SearchState, form: FormData) => Promise<SearchState> }) {
  const t = useTranslations("messages.search");
  const [state, submit, pending] = useActionState(action, { problem: null, typed: "" });
  return (
    <search className={styles.search} aria-label={t("title")}>
      <form action={submit}>
        <Field
          label={t("label")}
          hint={t("hint")}
          error={state.problem === null || pending ? undefined : t(state.problem)}
        >
          {(control) => (
            <input
              {...control}
              // A new answer starts from what was typed; React empties a form after its action.
              key={state.typed}
              name="id"
              defaultValue={state.typed}
              maxLength={200}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="mono"
            />
          )}
        </Field>
        <Button kind="go" type="submit" disabled={pending}>
          {t("find")}
        </Button>
      </form>
    </search>
  );
}
