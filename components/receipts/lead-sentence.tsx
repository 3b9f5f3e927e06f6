import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { useFormat } from "@/components/ui/use-format.ts";
import type { Overview } from "@/lib/ledger/shapes.ts";
import type { Filter } from "./address.ts";
import { leadOf } from "./lead.ts";

const bold = (words: ReactNode) => <b>{words}</b>;

/** The answer in plain words, with its figures, its period and how far we see. */
export function LeadSentence({
  overview,
  period,
}: {
  overview: Overview;
  period: Pick<Filter, "period" | "from" | "to">;
}) {
  const t = useTranslations("receipts.lead");
  const format = useFormat();
  const lead = leadOf(overview);
  const span =
    period.from === undefined && period.to === undefined
      ? t(`period.${period.period ?? "24h"}`)
      : t("period.span", {
          from: format.dateInWords(overview.period.from, overview.asOf),
          // The end is exclusive: the last day shown is the one before it.
          to: format.dateInWords(new Date(Date.parse(overview.period.to) - 1), overview.asOf),
        });
  const said = lead.troubles.map(({ trouble, count }) => (
    <Fragment key={trouble}>{t.rich(`trouble.${trouble}`, { count, b: bold })}</Fragment>
  ));
  if (lead.pending > 0) said.push(<Fragment key="pending">{t("pending", { count: lead.pending })}</Fragment>);
  const figures = { expected: lead.expected, onTime: lead.onTime, sent: lead.sent, period: span, b: bold };
  return (
    <>
      {t.rich(lead.kind, figures)}
      {said.length === 0 ? null : <> {listed(said, t("and"))}.</>}{" "}
      {t(`complete.${lead.completeness}`, {
        latest: format.sinceTime(overview.completeTo.latest, overview.asOf),
        earliest:
          overview.completeTo.earliest === null
            ? t("complete.never")
            : format.sinceTime(overview.completeTo.earliest, overview.asOf),
        behind: overview.completeTo.behind,
      })}
    </>
  );
}

/** a, b og c. */
function listed(parts: ReactNode[], and: string): ReactNode[] {
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts carry keys of their own; this one only holds the comma.
    <Fragment key={at}>
      {at === 0 ? null : at === parts.length - 1 ? ` ${and} ` : ", "}
      {part}
    </Fragment>
  ));
}
