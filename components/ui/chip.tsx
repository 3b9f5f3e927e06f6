import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Busy } from "./busy.tsx";
import styles from "./chip.module.css";
import { Glyph } from "./glyph.tsx";

type ChipProps = {
  name: string;
  value: string;
  /** The same page without this filter; without it the chip is fixed. */
  removeHref?: string | undefined;
};

/** A filter in force. */
export function Chip({ name, value, removeHref }: ChipProps) {
  const t = useTranslations("common");
  return (
    <span className={removeHref === undefined ? `${styles.chip} ${styles.fixed}` : styles.chip}>
      <span>{name}</span> {value}
      {removeHref === undefined ? null : (
        <Link href={removeHref} aria-label={t("removeFilter", { name, value })} prefetch={false}>
          <Glyph name="ui-x" />
        </Link>
      )}
    </span>
  );
}

/** Opens what can be added; it works without JavaScript. */
export function ChipAdd({ label, open = false, children }: { label: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={styles.add} open={open}>
      <summary className={`${styles.chip} ${styles.fixed} ${styles.dashed}`}>+ {label}</summary>
      <div className={styles.sheet}>{children}</div>
    </details>
  );
}

/** The row the chips stand in. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would belong to a form; this is a row of links.
    <div className={styles.row} role="group" aria-label={label}>
      {children}
    </div>
  );
}

export type SegmentChoice = { key: string; label: string; href: string; current: boolean };

type SegmentProps = {
  label: string;
  choices: readonly SegmentChoice[];
  /** For those who see, the heading beside it says what is chosen; and the page stays where it is. */
  inHead?: boolean;
};

/** One choice of few, each a link. */
export function Segment({ label, choices, inHead = false }: SegmentProps) {
  return (
    <span className={styles.segmentRow}>
      {inHead ? null : (
        <span className={styles.segmentLabel} aria-hidden="true">
          {label}
        </span>
      )}
      <nav className={styles.segment} aria-label={label}>
        {choices.map((choice) => (
          <Link
            key={choice.key}
            href={choice.href}
            aria-current={choice.current ? "true" : undefined}
            prefetch={false}
            scroll={!inHead}
          >
            {choice.label}
            <Busy />
          </Link>
        ))}
      </nav>
    </span>
  );
}
