"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Glyph } from "./glyph.tsx";
import styles from "./honest.module.css";
import { useFormat } from "./use-format.ts";

/** Counted, and there was nothing: says what to do next. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className={styles.box}>{children}</p>;
}

/** Nothing could be fetched; `caseId` lets somebody find out why. */
export function LoadFailed({ caseId, onRetry }: LoadFailedProps) {
  const t = useTranslations("common");
  return (
    <div className={styles.box} role="alert">
      <Glyph name="ui-x" /> {t("failed")}{" "}
      {onRetry === undefined ? null : (
        <Button kind="quiet" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}{" "}
      {caseId === undefined ? null : (
        <span className="quiet">
          {t("caseId")} <span className="mono">{caseId}</span>
        </span>
      )}
    </div>
  );
}
type LoadFailedProps = { caseId?: string | undefined; onRetry?: (() => void) | undefined };

/** The last known figures stay on the screen, and this says how old they are. */
export function Stale({ at }: { at: string }) {
  const t = useTranslations("common");
  const format = useFormat();
  return (
    <p className={styles.box}>
      <Glyph name="st-unknown" /> {t("stale", { time: format.time(at) })}
    </p>
  );
}
