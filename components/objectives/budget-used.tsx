import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import type { MonthBand } from "@/lib/status/objectives/rules.ts";
import styles from "./objectives.module.css";

/** How much of the month's budget is used, of how much, and how far the month is; a dash where nothing was measured. */
export function BudgetUsed({ band }: { band: MonthBand | null }) {
  const t = useTranslations("objectives");
  const format = useFormat();
  if (band === null || band.burn.used === null) return format.number(null);
  const { used, usedMs, budgetMs, passed } = band.burn;
  return (
    <>
      <span className={used > 1 ? styles.broken : undefined}>
        {t("used", { used: format.duration(usedMs), budget: format.duration(budgetMs) })}
      </span>
      <span className={styles.under}>
        {t(used > 1 ? "usedAll" : "usedShare", { share: whole(used), passed: whole(passed) })}
      </span>
    </>
  );
}

/** In whole per cent; what is something is never shown as nothing. */
const whole = (share: number): number => (share > 0 ? Math.max(1, Math.round(share * 100)) : 0);
