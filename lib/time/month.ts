import { danishDay, danishMidnight } from "./danish.ts";

/** Danish months, `YYYY-MM`. Instants are ms. */
export const monthOf = (ms: number): string => danishDay(ms).slice(0, 7);

/** The month `months` after (or before) a month. */
export function addMonths(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** From the first moment of a month to the first of the next. */
export const monthSpan = (month: string): { from: number; to: number } => ({
  from: danishMidnight(`${month}-01`),
  to: danishMidnight(`${addMonths(month, 1)}-01`),
});

/** Whether a text is a month: `2026-10`. */
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
