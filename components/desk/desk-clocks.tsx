import { useTranslations } from "next-intl";
import { Clock, Clocks } from "@/components/ui/clock.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { Desk } from "@/lib/status/incidents/shapes.ts";
import { clocksOfDesk } from "./desk-rules.ts";

/** What is due: a clock for each promise. */
export function DeskClocks({ desk }: { desk: Pick<Desk, "suspicions" | "incidents" | "asOf"> }) {
  const t = useTranslations("desk.clocks");
  const format = useFormat();
  const words = useWords();
  const clocks = clocksOfDesk(desk);
  if (clocks.length === 0) return null;
  return (
    <Clocks label={t("label")}>
      {clocks.map(({ incident, clock }) => (
        <Clock
          key={`${incident.number} ${clock.kind}`}
          what={t(clock.kind, { number: incident.number, title: words(incident.title) })}
          from={clock.from}
          due={clock.due}
          met={clock.doneAt}
          now={desk.asOf}
          since={t(clock.kind === "update" ? "lastSaid" : "detected", { time: format.timeWithSeconds(clock.from) })}
          note={
            clock.doneAt === null && incident.drafts.length > 0
              ? t("draft", { count: incident.drafts.length })
              : undefined
          }
        />
      ))}
    </Clocks>
  );
}
