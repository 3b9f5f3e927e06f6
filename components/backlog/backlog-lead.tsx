import { useTranslations } from "next-intl";
import { useFormat } from "@/components/ui/use-format.ts";
import { waitingOf } from "@/lib/status/backlog/rules.ts";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";
import { answerOf } from "./lead-rules.ts";

/** The answer in one sentence: how many still wait, of how many, and whether the list is closed. */
export function BacklogLead({ backlog }: { backlog: Backlog }) {
  const t = useTranslations("backlog.lead");
  const format = useFormat();
  const { incident, total, countedAt, asOf } = backlog;
  const { n, late, missing, unknown, lost, pending } = total;
  return t.rich(answerOf(backlog), {
    ...{ n, late, missing, unknown, lost, pending, waiting: waitingOf(total) },
    cleared: format.sinceTime(incident.backlogClearedAt, asOf),
    counted: format.sinceTime(countedAt, asOf),
    b: (words) => <b>{words}</b>,
  });
}
