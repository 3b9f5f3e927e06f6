import { useTranslations } from "next-intl";
import { PHASES, type Phase } from "@/lib/status/shapes.ts";
import styles from "./progress.module.css";

/** How far an incident has come, from suspected to the empty queue. */
export function Phases({ phase }: { phase: Phase }) {
  const t = useTranslations("states.phase");
  const at = PHASES.indexOf(phase);
  return (
    <ol className={styles.phases}>
      {PHASES.map((name, index) => (
        <li key={name} data-done={index < at || undefined} aria-current={index === at ? "step" : undefined}>
          <span className={styles.dot} aria-hidden="true" />
          {t(`${name}.label`)}
        </li>
      ))}
    </ol>
  );
}

/** The steps of a form, and which one this is. */
export function Stage({ label, steps, current }: { label: string; steps: readonly string[]; current: number }) {
  return (
    <ol className={styles.stage} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === current ? "step" : undefined}>
          {step}
        </li>
      ))}
    </ol>
  );
}
