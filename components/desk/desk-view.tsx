import Link from "next/link";
import { useTranslations } from "next-intl";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { BrakedPanel } from "@/components/sending/braked-panel.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { Braked } from "@/lib/notices/sending/shapes.ts";
import type { Desk, IncidentRow } from "@/lib/status/incidents/shapes.ts";
import type { DeskActions } from "./actions.ts";
import { incidentHref } from "./address.ts";
import styles from "./desk.module.css";
import { DeskClocks } from "./desk-clocks.tsx";
import { leadOfDesk } from "./desk-rules.ts";
import { IncidentCard } from "./incident-card.tsx";
import { RaiseForm } from "./raise-form.tsx";
import { type Reporter, ReportForm } from "./report-form.tsx";
import { SuspicionCard } from "./suspicion-card.tsx";

type Props = {
  desk: Desk;
  /** What goes out by itself to many, and waits for somebody here. */
  braked: readonly Braked[];
  /** Who may have rung; for reports taken by hand. */
  reporters: readonly Reporter[];
  /** Null for somebody who only reads. */
  actions: DeskActions | null;
};

/** The front of the desk: what must be judged, what is going on, and what is due when. */
export function DeskView({ desk, braked, reporters, actions }: Props) {
  const t = useTranslations("desk");
  const format = useFormat();
  const { suspicions, incidents, over, asOf } = desk;
  const { nextDue, ...counts } = leadOfDesk(desk);
  const lead = t.rich("lead", {
    ...counts,
    due: nextDue === null ? "none" : format.timeWithSeconds(nextDue),
    b: (words) => <b>{words}</b>,
  });
  return (
    <>
      <RefreshOnChange name="desk" />
      <PageHead title={t("title")} lead={lead} aside={<LiveStatus asOf={asOf} />} />
      {braked.length === 0 ? null : (
        <div className={styles.first}>
          <BrakedPanel braked={braked} asOf={asOf} decide={actions?.decide ?? null} />
        </div>
      )}
      <DeskClocks desk={desk} />
      <div className="cols" data-cols="half">
        <Panel
          flush
          title={t("suspicions.title")}
          aside={t("suspicions.aside", { open: suspicions.length, dismissed: desk.dismissedYesterday })}
        >
          {suspicions.length === 0 ? <p className={styles.nothing}>{t("suspicions.none")}</p> : null}
          {suspicions.map((suspicion) => (
            <SuspicionCard key={suspicion.id} suspicion={suspicion} asOf={asOf} actions={actions} />
          ))}
        </Panel>
        <Panel flush title={t("incidents.title")} aside={t("incidents.aside", { open: incidents.length })}>
          {incidents.length === 0 ? <p className={styles.nothing}>{t("incidents.none")}</p> : null}
          {incidents.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} asOf={asOf} mayWrite={actions !== null} />
          ))}
          {over.length === 0 ? null : <Over over={over} asOf={asOf} />}
        </Panel>
      </div>
      {actions === null ? null : (
        <div className="cols" data-cols="half">
          <Panel title={t("raise.title")} aside={t("raise.aside")}>
            <RaiseForm services={desk.services} asOf={asOf} action={actions.raise} />
          </Panel>
          <Panel title={t("report.title")} aside={t("report.aside")}>
            <ReportForm desk={desk} reporters={reporters} action={actions.report} />
          </Panel>
        </div>
      )}
    </>
  );
}

function Over({ over, asOf }: { over: readonly IncidentRow[]; asOf: string }) {
  const t = useTranslations("desk.over");
  const format = useFormat();
  const words = useWords();
  return (
    <section className={styles.card} aria-label={t("title")}>
      <h3>{t("title")}</h3>
      <ul className={styles.over}>
        {over.map((incident) => (
          <li key={incident.id}>
            <Link href={incidentHref(incident.number)} prefetch={false}>
              {incident.number} {words(incident.title)}
            </Link>{" "}
            <span className="quiet">{howItEnded(incident)}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function howItEnded({ withdrawnAt, resolvedAt, backlogClearedAt }: IncidentRow): string {
    if (withdrawnAt !== null) return t("withdrawn", { time: format.sinceTime(withdrawnAt, asOf) });
    if (backlogClearedAt !== null) return t("cleared", { time: format.sinceTime(backlogClearedAt, asOf) });
    return t("resolved", { time: format.sinceTime(resolvedAt, asOf) });
  }
}
