import { useTranslations } from "next-intl";
import type { Moment, SignalKind } from "@/lib/subscriptions/shapes.ts";

/** What a telling is called: a window is announced and changed, a backlog is cleared, and what nobody has confirmed says so. */
export function useTelling(): (kind: SignalKind, moment: Moment) => string {
  const notices = useTranslations("notices");
  return (kind, moment) =>
    kind === "suspicion" || kind === "backlog_cleared"
      ? notices(`kind.${kind}`)
      : notices(`${kind === "window" ? "windowMoment" : "moment"}.${moment}`);
}
