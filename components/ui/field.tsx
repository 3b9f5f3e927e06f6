import { type ReactNode, useId } from "react";
import styles from "./field.module.css";

type FieldProps = {
  label: string;
  /** What is wrong with it, in words. */
  error?: string | undefined;
  hint?: string | undefined;
  /** Where a table's head says it already. */
  hideLabel?: boolean;
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
};

/** A label, its control, and what is wrong with it. Spread what `children` is given on the control. */
export function Field({ label, error, hint, hideLabel = false, children }: FieldProps) {
  const id = useId();
  const said = error ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={hideLabel ? "vh" : undefined}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": said === undefined ? undefined : `${id}-said`,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {said === undefined ? null : (
        <p id={`${id}-said`} className={error === undefined ? styles.hint : styles.error}>
          {said}
        </p>
      )}
    </div>
  );
}

/** Fields side by side where there is room. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>;
}

type SelectProps = {
  name: string;
  label: string;
  /** What the choice of nothing is called. */
  any: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
};

/** A choice in a form that is sent by GET: no choice is sent as nothing. */
export function Select({ name, label, any, value, choices }: SelectProps) {
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} name={name} defaultValue={value ?? ""}>
          <option value="">{any}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
