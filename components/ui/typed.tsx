"use client";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { danishField, doubledHour } from "@/lib/time/danish-input.ts";
import { useAnswered } from "./action-form.tsx";
import styles from "./field.module.css";
import { Field } from "./field.tsx";

/** Fields of an `ActionForm`: each shows what was typed in it before, and what is wrong with that. */
type Common = { name: string; label: string; hint?: string | undefined; required?: boolean };
export type Choice = { value: string; label: string };

/** One line. */
export function TextField({
  value = "",
  ...rest
}: Common & { value?: string } & Pick<
    ComponentProps<"input">,
    "type" | "inputMode" | "maxLength" | "lang" | "autoComplete"
  >) {
  const { name, label, hint, ...control } = rest;
  const { key, typed, error } = useAnswered(name);
  return (
    <Field label={label} hint={hint} error={error}>
      {(given) => <input key={key} {...control} {...given} name={name} defaultValue={typed?.[0] ?? value} />}
    </Field>
  );
}

/** Several lines; `lang` where it is not the page's. */
export function TextArea({
  value = "",
  rows = 3,
  ...rest
}: Common & { value?: string; rows?: number; lang?: string; maxLength?: number }) {
  const { name, label, hint, ...control } = rest;
  const { key, typed, error } = useAnswered(name);
  return (
    <Field label={label} hint={hint} error={error}>
      {(given) => (
        <textarea key={key} {...control} {...given} name={name} rows={rows} defaultValue={typed?.[0] ?? value} />
      )}
    </Field>
  );
}

/** One of few. `none` is what the choice of nothing is called, where nothing may be chosen. */
export function SelectField({
  value = "",
  choices,
  none,
  hideLabel = false,
  ...rest
}: Common & { value?: string; choices: readonly Choice[]; none?: string; hideLabel?: boolean }) {
  const { name, label, hint, required } = rest;
  const { key, typed, error } = useAnswered(name);
  const options = [...(none === undefined ? [] : [{ value: "", label: none }]), ...choices].map((choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  ));
  const chosen = typed?.[0] ?? value;
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {(given) => (
        <select key={key} {...given} name={name} defaultValue={chosen} required={required}>
          {options}
        </select>
      )}
    </Field>
  );
}

/** A Danish date and time; `value` is an instant. Says which was taken where the clock shows it twice. */
export function TimeField({
  value,
  hideLabel = false,
  ...rest
}: Common & { value?: string | null; hideLabel?: boolean }) {
  const t = useTranslations("common.form");
  const { name, label, required, hint } = rest;
  const { key, typed, error } = useAnswered(name);
  const twice = value ? doubledHour(value) : null;
  const said = twice === null ? hint : t(twice === "first" ? "doubled" : "doubledLater");
  return (
    <Field label={label} hint={said} error={error} hideLabel={hideLabel}>
      {(given) => (
        <>
          <input
            key={key}
            {...given}
            type="datetime-local"
            name={name}
            required={required}
            defaultValue={typed?.[0] ?? (value ? danishField(value) : "")}
          />
          {value ? <input type="hidden" name={`${name}.before`} value={value} /> : null}
        </>
      )}
    </Field>
  );
}

/** Yes or no, or one of several under the same name. */
export function CheckField({
  name,
  label,
  value = "on",
  checked = false,
  hint,
  hideLabel = false,
}: {
  name: string;
  label: string;
  value?: string;
  checked?: boolean;
  hint?: string | undefined;
  hideLabel?: boolean;
}) {
  const { key, typed } = useAnswered(name);
  return (
    <label className={styles.check}>
      <input
        key={key}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={typed === null ? checked : typed.includes(value)}
      />
      <span className={hideLabel ? "vh" : undefined}>
        {label}
        {hint === undefined ? null : <span className={styles.checkHint}>{hint}</span>}
      </span>
    </label>
  );
}

/** Several of a few, under one name; what is wrong is said below them. */
export function CheckGroup({
  name,
  label,
  values,
  choices,
}: {
  name: string;
  label: string;
  values: readonly string[];
  choices: readonly Choice[];
}) {
  const { error } = useAnswered(name);
  return (
    <fieldset className={styles.group} aria-invalid={error === undefined ? undefined : true} tabIndex={-1}>
      <legend>{label}</legend>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <CheckField
            key={choice.value}
            name={name}
            label={choice.label}
            value={choice.value}
            checked={values.includes(choice.value)}
          />
        ))}
      </div>
      {error === undefined ? null : <p className={styles.error}>{error}</p>}
    </fieldset>
  );
}
