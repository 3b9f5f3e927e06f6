import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { useFormat } from "@/components/ui/use-format.ts";
import { explainCode } from "@/lib/ledger/codes.ts";
import type { Journey } from "@/lib/ledger/shapes.ts";
import type { Lead, Seen } from "./lead-rules.ts";
import { useNames } from "./names.ts";

/** A text that stands alone, put inside a sentence. */
const inSentence = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

type Part = { key: string; values: Record<string, string> };
type When = Pick<Journey, "asOf" | "coarse">;

/** The sentences a lead is told in. */
function useParts({ asOf, coarse }: When): (lead: Lead) => Part[] {
  const t = useTranslations("journey");
  const meaning = useTranslations("codes.meaning");
  const format = useFormat();
  const names = useNames();
  const clock = (at: string) => {
    const said = format.sinceTime(at, asOf);
    return said === format.time(at) && !coarse ? format.timeWithSeconds(at) : said;
  };
  const list = new Intl.ListFormat(format.locale, { type: "conjunction" });
  const seen = (last: Seen | null): Part[] =>
    last === null ? [] : [{ key: "lastSeen", values: { where: t(`at.${last.station}`), at: clock(last.at) } }];
  const because = (code: string | null): Part[] => {
    if (code === null) return [];
    const { key } = explainCode(code);
    return [{ key: "because", values: { meaning: key === "other" ? code : inSentence(meaning(key)) } }];
  };

  return (lead) => {
    switch (lead.kind) {
      case "ok":
        return [
          { key: "ok", values: { took: names.took(lead.tookMs, coarse), allowed: format.duration(lead.allowedMs) } },
        ];
      case "pending":
        return [{ key: "pending", values: { due: clock(lead.dueAt) } }, ...seen(lead.last)];
      case "transient":
        return [{ key: "transient", values: { due: clock(lead.dueAt) } }, ...because(lead.code)];
      case "lateOk": {
        const where = list.format(lead.waitedAt.map((station) => t(`at.${station}`)));
        const waited = where === "" ? [] : [{ key: "waited", values: { where } }];
        const time = names.took(lead.answeredMs, coarse);
        const answered = lead.answeredMs === null ? [] : [{ key: "answered", values: { time } }];
        return [{ key: "lateOk", values: { late: names.took(lead.lateMs, coarse) } }, ...waited, ...answered];
      }
      case "rejected": {
        const by = lead.by === null ? "none" : t(`named.${lead.by}`);
        const late = names.took(lead.lateMs, coarse);
        const key = lead.lateMs === null ? "rejected" : "rejectedLate";
        return [{ key, values: { by, late } }, ...because(lead.code)];
      }
      case "overdue": {
        const missing = { key: "overdue", values: { due: clock(lead.dueAt) } };
        if (!lead.arrived || lead.last === null) return [missing, ...seen(lead.last)];
        return [missing, { key: "overdueArrived", values: { at: clock(lead.last.at) } }];
      }
      case "repudiated":
        return [{ key: "repudiated", values: {} }, ...because(lead.code)];
      case "lost":
      case "unknown":
        return [{ key: lead.kind, values: {} }, ...seen(lead.last)];
      default:
        return [{ key: lead.kind, values: {} }];
    }
  };
}

/** What became of a letter, in words. */
export function LeadText({ lead, when }: { lead: Lead; when: When }) {
  const t = useTranslations("journey.lead");
  const parts = useParts(when)(lead);
  const b = (words: ReactNode) => <b>{words}</b>;
  return parts.map(({ key, values }, at) => (
    <Fragment key={key}>
      {at > 0 ? " " : null}
      {t.rich(key, { ...values, b })}
    </Fragment>
  ));
}

/** The same sentences without emphasis: the description of a chart. */
export function usePlainLead(when: When): (lead: Lead) => string {
  const t = useTranslations("journey.lead");
  const partsOf = useParts(when);
  return (lead) =>
    partsOf(lead)
      .map(({ key, values }) => t.markup(key, { ...values, b: (words) => words }))
      .join(" ");
}
