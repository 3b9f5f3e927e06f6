import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Plan } from "@/lib/status/windows/shapes.ts";
import { asSentence, useWindowWords } from "./use-window-words.ts";

/** With figures: the chosen slot hits far more than another one near by. */
export function Warning({ plan }: { plan: Plan }) {
  const t = useTranslations("windows.planner");
  const format = useFormat();
  const { when } = useWindowWords(plan.asOf);
  const { chosen, warning } = plan;
  if (chosen === null || warning === null) return null;
  const said = (slot: { from: string; to: string }) => asSentence(when({ plannedFrom: slot.from, plannedTo: slot.to }));
  return (
    <Callout severity="major">
      <p>
        {t.rich("warning", {
          ...{
            when: said(chosen),
            count: format.number(Math.round(chosen.messages ?? 0)),
            municipalities: chosen.municipalities ?? 0,
          },
          ...{ better: said(warning.better), betterCount: format.number(Math.round(warning.better.messages ?? 0)) },
          b: (words) => <b>{words}</b>,
        })}
      </p>
    </Callout>
  );
}
