import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { ServiceState, Severity } from "@/lib/status/shapes.ts";
import { Glyph, type GlyphName, receiptGlyph } from "./glyph.tsx";
import styles from "./state.module.css";

/** A receipt state: its shape, its word (or `children` in its place), then its colour. */
export function State({ state, children }: { state: ReceiptState; children?: ReactNode }) {
  const t = useTranslations("states.receipt");
  return (
    <span className={styles.state} data-state={state}>
      <Glyph name={receiptGlyph(state)} />
      <span>{children ?? t(`${state}.label`)}</span>
    </span>
  );
}

/** The state of a service. */
export function ServiceMark({ state, children }: { state: ServiceState; children?: ReactNode }) {
  const t = useTranslations("states.service");
  return (
    <span className={styles.state} data-service={state}>
      <Glyph name={`sv-${state}`} />
      <span>{children ?? t(`${state}.label`)}</span>
    </span>
  );
}

/** How much an incident matters. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const t = useTranslations("states.severity");
  return (
    <span className={styles.state} data-severity={severity}>
      <Glyph name={`sev-${severity}`} />
      <span>{t(`${severity}.label`)}</span>
    </span>
  );
}

/** A sign and a word that is no state of a delivery, such as "Ingen trafik". */
export function Mark({ glyph, children }: { glyph: GlyphName; children: ReactNode }) {
  return (
    <span className={styles.mark}>
      <Glyph name={glyph} />
      <span>{children}</span>
    </span>
  );
}
