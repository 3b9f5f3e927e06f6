"use client";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { type FormAction, type FormState, UNTOUCHED } from "@/lib/http/form-state.ts";
import styles from "./action-form.module.css";
import { Button, type ButtonKind } from "./button.tsx";
import { Callout } from "./callout.tsx";

/** The last answer, for the fields of a form. */
export const Answered = createContext<FormState>(UNTOUCHED);

type Props = {
  action: FormAction;
  /** Names the form where no heading does. */
  label?: string;
  /** Buttons beside each other, rather than fields below each other. */
  row?: boolean;
  children: ReactNode;
};

/**
 * A form that a server action answers, with JavaScript and without: what is wrong is said at the field, and everything
 * that was typed stays.
 */
export function ActionForm({ action, label, row = false, children }: Props) {
  const [state, submit] = useActionState(action, UNTOUCHED);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.problem === null) return;
    const at = (what: string) => form.current?.querySelector<HTMLElement>(what);
    (at("[aria-invalid]") ?? at("[data-problem]"))?.focus();
  }, [state]);
  return (
    <form ref={form} action={submit} aria-label={label} noValidate className={row ? styles.row : styles.form}>
      <Problem problem={state.problem} />
      <Answered value={state}>{children}</Answered>
    </form>
  );
}

/** What was wrong with what was sent. */
export function Problem({ problem }: Pick<FormState, "problem">) {
  const t = useTranslations("common.form");
  if (problem === null) return null;
  return (
    <div role="alert" tabIndex={-1} data-problem className={styles.problem}>
      <Callout severity="major">
        <b>
          {problem.label === null ? "" : `${problem.label}: `}
          {problem.text}
        </b>{" "}
        {t("wrong")}
      </Callout>
    </div>
  );
}

/** What a field shows: its key starts it anew after each answer, since React empties a form after its action. */
export function useAnswered(name: string): { key: number; typed: readonly string[] | null; error: string | undefined } {
  const { turn, values, problem } = useContext(Answered);
  return {
    key: turn,
    typed: turn === 0 ? null : (values[name] ?? []),
    error: problem?.field === name ? problem.text : undefined,
  };
}

type SubmitProps = { kind?: ButtonKind; name?: string; value?: string; label?: string; children: ReactNode };

/** Sends the form; it waits while the form is on its way. */
export function Submit({ kind = "plain", label, children, ...rest }: SubmitProps) {
  const { pending } = useFormStatus();
  return (
    <Button {...rest} kind={kind} type="submit" disabled={pending} aria-label={label}>
      {children}
    </Button>
  );
}
