import { useTranslations } from "next-intl";
import type { Delivery } from "@/components/charts/timetable-shapes.ts";
import { explainContent } from "@/components/messages/content.ts";
import { useFormat } from "@/components/ui/use-format.ts";
import type { DeliveryRow } from "@/lib/ledger/shapes.ts";
import { isUnderMinute } from "./hop-rules.ts";

/** What people call the parts of a journey. A region gets no system, so its recipients are municipalities. */
export function useNames() {
  const t = useTranslations("journey");
  const tContent = useTranslations("messages.content");
  const format = useFormat();
  return {
    recipient: ({ municipality, system }: Pick<Delivery, "municipality" | "system">): string => {
      if (municipality !== null && system !== null) {
        return t("recipient", { municipality: municipality.name, system: system.name });
      }
      return municipality?.name ?? system?.name ?? t("recipientUnknown");
    },
    type: ({ name, nameEn }: DeliveryRow["type"]): string => (format.locale === "en" ? nameEn : name),
    content: (content: string | null): string | null => {
      if (content === null) return null;
      const known = explainContent(content);
      if (known === null) return content;
      const name = tContent(known.key);
      return known.change === "none" ? name : tContent(`changed.${known.change}`, { name });
    },
    /** A letter id short enough for a list; its whole stands on its page. */
    shortId: (id: string | null): string => {
      if (id === null) return t("id.open");
      return id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
    },
    /** How a column of times is told: clock times where all are of today, else every one with its day. */
    column: (times: readonly (string | null)[], asOf: string): ((at: string | null) => string) => {
      const today = times.every((at) => at === null || format.sinceTime(at, asOf) === format.time(at));
      return (at) => (today ? format.time(at) : format.dateTime(at, asOf));
    },
    /** A duration, which is only known to be under a minute where times are stated to the minute. */
    took: (ms: number | null, coarse: boolean): string =>
      isUnderMinute(ms, coarse) ? t("underMinute") : format.duration(ms),
  };
}
