import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { useFormat } from "@/components/ui/use-format.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import { installationLead, type InstallationLead as Lead } from "./lead-rules.ts";

const b = (words: ReactNode) => <b>{words}</b>;

/** The answer in plain words: what is missing now and whether it reached the system. */
export function InstallationLead({ page }: { page: InstallationPage }) {
  const t = useTranslations("installation.lead");
  const at = useTranslations("journey.at");
  const { locale } = useFormat();
  const list = new Intl.ListFormat(locale, { type: "disjunction" });
  const values = (part: Lead[number]): Record<string, string | number> => {
    const { kind: _, ...rest } = part;
    if (!("all" in rest)) return rest;
    const { all, count } = rest;
    const where = "stations" in rest ? list.format(rest.stations.map((station) => at(station))) : "";
    return { count, all: all ? "yes" : "no", where };
  };
  return installationLead(page).map((part, nth) => (
    <Fragment key={part.kind}>
      {nth > 0 ? " " : null}
      {t.rich(part.kind, { ...values(part), b })}
    </Fragment>
  ));
}
