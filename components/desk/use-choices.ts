import { useTranslations } from "next-intl";
import type { Choice } from "@/components/ui/typed.tsx";
import { STATIONS } from "@/lib/ledger/states.ts";
import { CAUSES, EFFECTS, type Phase, SEVERITIES, TROUBLES } from "@/lib/status/shapes.ts";

/** The words of status as choices of a form. */
export function useChoices() {
  const t = useTranslations("states");
  const choices = (values: readonly string[], label: (value: string) => string): Choice[] =>
    values.map((value) => ({ value, label: label(value) }));
  return {
    troubles: choices(TROUBLES, (value) => t(`service.${value}.label`)),
    severities: choices(SEVERITIES, (value) => t(`severity.${value}.label`)),
    causes: choices(CAUSES, (value) => t(`cause.${value}`)),
    effects: choices(EFFECTS, (value) => t(`effect.${value}`)),
    stations: choices(STATIONS, (value) => t(`station.${value}`)),
    phases: (phases: readonly Phase[]) => choices(phases, (value) => t(`phase.${value}.label`)),
  };
}
