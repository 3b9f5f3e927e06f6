import { useTranslations } from "next-intl";
import { type Fact, Facts } from "@/components/ui/facts.tsx";
import { Mark, State } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import { WORST_FIRST } from "@/lib/ledger/states.ts";
import { dueOf } from "./lead-rules.ts";

/** The last 24 hours in five figures, each with what it is measured by and as of when. */
export function InstallationFacts({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.facts");
  const format = useFormat();
  const { day, inMailbox, completeTo, sources, asOf } = page;
  const { sent, counts, latency } = day;
  const worst = WORST_FIRST.find((state) => counts[state] > 0);
  const due = dueOf(sent, counts);

  const facts: Fact[] = [
    worst === undefined
      ? { label: t("now"), value: <Mark glyph="ui-none">{t("noTraffic")}</Mark>, note: t("noTrafficNote") }
      : {
          label: t("now"),
          value: <State state={worst} />,
          note: t("nowOf", { count: format.number(counts[worst]), sent: format.number(sent) }),
        },
    {
      label: t("onTime"),
      value: format.percent(counts.ok, due),
      note: due === 0 ? t("onTimeNone") : t("onTimeNote", { ok: format.number(counts.ok), due: format.number(due) }),
    },
    {
      label: t("median"),
      value: format.about(latency.medianMs),
      note:
        latency.count === 0
          ? t("medianNone")
          : t(latency.p95Ms === null ? "medianFew" : "medianNote", {
              p95: format.about(latency.p95Ms),
              count: latency.count,
            }),
    },
    {
      label: t("mailbox"),
      value: format.number(inMailbox.count),
      note:
        inMailbox.oldestAt === null
          ? t("mailboxNone")
          : t("mailboxNote", { time: format.sinceTime(inMailbox.oldestAt, asOf) }),
    },
    {
      label: t("complete"),
      value: format.sinceTime(completeTo, asOf),
      note:
        completeTo === null || sources.length === 0
          ? t("completeNone")
          : t("completeNote", { count: sources.length, names: sources.map(({ name }) => name).join(", ") }),
    },
  ];
  return <Facts facts={facts} />;
}
