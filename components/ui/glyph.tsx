import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { ServiceState, Severity } from "@/lib/status/shapes.ts";
import styles from "./glyph.module.css";

type Dashed<S extends string> = S extends `${infer A}_${infer B}` ? `${A}-${Dashed<B>}` : S;
export type GlyphName =
  | `st-${Dashed<ReceiptState>}`
  | `sv-${ServiceState}`
  | `sev-${Severity}`
  | "ui-none"
  | "ui-check"
  | "ui-x"
  | "ui-turn";

/** The sign of a receipt state. */
export const receiptGlyph = (state: ReceiptState): GlyphName => `st-${state.replaceAll("_", "-")}` as GlyphName;

/** A sign without a word is decoration: the word stands beside it. */
export function Glyph({ name, className }: { name: GlyphName; className?: string | undefined }) {
  return (
    <svg className={className ? `${styles.glyph} ${className}` : styles.glyph} aria-hidden="true" focusable="false">
      <use href={`#${name}`} />
    </svg>
  );
}
