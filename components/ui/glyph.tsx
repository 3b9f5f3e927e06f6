import type { ReceiptState } from "@/lib/ledger/states.ts";
import styles from "./glyph.module.css";
import type { GlyphName } from "./signs.ts";

export type { GlyphName };

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
