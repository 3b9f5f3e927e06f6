import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import styles from "./journey.module.css";

/** What a reader must know before believing the rest: sealed, contradicted, a clock that is wrong, times to the minute. */
export function Flags({ journey }: { journey: Journey }) {
  const t = useTranslations("journey.flag");
  const format = useFormat();
  const { deliveries, sealedAt, asOf } = journey;
  const said: { key: string; severity: "minor" | "info"; text: string }[] = [];
  if (journey.conflicting || deliveries.some(({ conflicting }) => conflicting)) {
    said.push({ key: "conflicting", severity: "minor", text: t("conflicting") });
  }
  if (deliveries.some(({ clock }) => clock)) said.push({ key: "clock", severity: "minor", text: t("clock") });
  if (sealedAt !== null)
    said.push({ key: "sealed", severity: "info", text: t("sealed", { date: format.dateInWords(sealedAt, asOf) }) });
  if (journey.coarse) said.push({ key: "coarse", severity: "info", text: t("coarse") });
  if (said.length === 0) return null;
  return (
    <div className={styles.flags}>
      {said.map(({ key, severity, text }) => (
        <Callout key={key} severity={severity}>
          {text}
        </Callout>
      ))}
    </div>
  );
}
