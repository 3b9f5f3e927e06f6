import { useTranslations } from "next-intl";
import type { Delivery } from "@/components/charts/timetable-shapes.ts";
import { type Fact, Facts } from "@/components/ui/facts.tsx";
import { State } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import { useNames } from "./names.ts";

/** The figures of a letter's main delivery, with what they are measured by. */
export function JourneyFacts({ journey, delivery }: { journey: Journey; delivery: Delivery }) {
  const t = useTranslations("journey.facts");
  const format = useFormat();
  const names = useNames();
  const { dueAt, sentAt, state, attempts, transport, latencyMs } = delivery;
  const owes = dueAt !== null && state !== "not_due";
  const allowed = owes ? format.duration(Date.parse(dueAt) - Date.parse(sentAt)) : null;
  const today = format.sinceTime(sentAt, journey.asOf) === format.time(sentAt);
  const sent = today && !journey.coarse ? format.timeWithSeconds(sentAt) : format.sinceTime(sentAt, journey.asOf);
  const { missing, resendsAllowed } = journey;
  const blind = missing.filter(({ vouched }) => !vouched).length;
  const owing = journey.deliveries.filter((one) => one.state !== "not_due").length;

  const facts: Fact[] = [
    {
      label: t("state"),
      value: <State state={state} />,
      note: transport === null ? undefined : t(`stateTransport.${transport}`),
    },
    {
      label: t("took"),
      value: names.took(latencyMs, journey.coarse),
      note: allowed === null ? t("tookNone") : t("tookNote", { allowed, sent }),
    },
    {
      label: t("sendings"),
      value:
        resendsAllowed === null
          ? format.number(attempts)
          : t("sendingsOf", { count: format.number(attempts), allowed: format.number(resendsAllowed + 1) }),
      note: resendsAllowed === null ? t("sendingsPlain") : t("sendingsNote", { resends: resendsAllowed }),
    },
    {
      label: t("missing"),
      // What we cannot see is not counted as missing; where we see nothing, or no longer keep it, there is no count.
      value: format.number(state === "unknown" || journey.sealedAt !== null ? null : missing.length - blind),
      note: blind > 0 ? t("missingBlind", { count: blind }) : undefined,
    },
  ];
  if (journey.deliveries.length > 1) {
    const note = t("recipientsNote", { count: owing });
    facts.push({ label: t("recipients"), value: format.number(journey.deliveries.length), note });
  }
  return <Facts facts={facts} />;
}
