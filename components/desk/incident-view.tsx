import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { BrakedPanel } from "@/components/sending/braked-panel.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { Braked, ToBeTold } from "@/lib/notices/sending/shapes.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";
import type { IncidentActions } from "./actions.ts";
import { DESK } from "./address.ts";
import { ColleaguesDrafts } from "./colleagues-drafts.tsx";
import styles from "./desk.module.css";
import { DeskClocks } from "./desk-clocks.tsx";
import { FollowUpPanel } from "./follow-up-panel.tsx";
import { ImpactPanel } from "./impact-table.tsx";
import { LikePanel } from "./like-panel.tsx";
import { ReportsPanel } from "./reports-panel.tsx";
import { RevisionsPanel } from "./revisions-panel.tsx";
import { RunbookPanel } from "./runbook-panel.tsx";
import { StandingPanel } from "./standing-panel.tsx";
import { UpdatesPanel } from "./updates-panel.tsx";

type Props = {
  incident: IncidentDesk;
  asOf: string;
  /** Null for somebody who only reads. */
  actions: IncidentActions | null;
  /** The step one stands at: writing, or checking what goes out. Nothing for somebody who only reads. */
  step: ReactNode;
  /** What goes out by itself to many, and waits for somebody here. */
  braked: readonly Braked[];
  /** What goes out and to whom, and how far it has come. */
  goesOut: ReactNode;
  /** Who is told that it is taken back; null where it is not public. */
  withdrawal: ToBeTold | null;
};

/** One incident at the desk: how it stands, what is being written, and everything that was said and done. */
export function IncidentView({ incident, asOf, actions, step, braked, goesOut, withdrawal }: Props) {
  const t = useTranslations("desk");
  const words = useWords();
  const stands = incident.withdrawnAt === null && incident.mergedInto === null && !incident.dismissed;
  const clocks =
    incident.phase === "suspected"
      ? { suspicions: [incident], incidents: [] }
      : { suspicions: [], incidents: [incident] };
  return (
    <>
      <RefreshOnChange name={`incident ${incident.number}`} />
      <Crumbs trail={[{ label: t("title"), href: DESK }, { label: incident.number }]} />
      <PageHead
        title={`${incident.number} ${words(incident.title)}`}
        lead={<Lead incident={incident} asOf={asOf} />}
        aside={<LiveStatus asOf={asOf} />}
      />
      {braked.length === 0 ? null : (
        <div className={styles.first}>
          <BrakedPanel braked={braked} asOf={asOf} decide={actions?.decide ?? null} />
        </div>
      )}
      {stands ? <DeskClocks desk={{ ...clocks, asOf }} /> : null}
      <div className="cols" data-cols="desk">
        <div>
          <StandingPanel incident={incident} asOf={asOf} actions={actions} withdrawal={withdrawal} />
          <ReportsPanel incident={incident} asOf={asOf} actions={actions} />
          <LikePanel incident={incident} actions={actions} />
        </div>
        <div>
          {step ?? <ImpactPanel impacts={incident.impacts} asOf={asOf} />}
          <UpdatesPanel incident={incident} asOf={asOf} actions={actions} />
          <FollowUpPanel incident={incident} asOf={asOf} actions={actions} />
          <RevisionsPanel incident={incident} asOf={asOf} />
        </div>
        <div>
          <ColleaguesDrafts incident={incident} asOf={asOf} mayApprove={actions !== null} />
          {goesOut}
          <RunbookPanel incident={incident} asOf={asOf} actions={actions} />
        </div>
      </div>
    </>
  );
}

/** Where it stands, in a sentence. */
function Lead({ incident, asOf }: { incident: IncidentDesk; asOf: string }) {
  const t = useTranslations("desk.incident");
  const states = useTranslations("states");
  const format = useFormat();
  if (incident.mergedInto !== null) return t("leadMerged", { number: incident.mergedInto.number });
  if (incident.withdrawnAt !== null) return t("leadWithdrawn", { time: format.sinceTime(incident.withdrawnAt, asOf) });
  if (incident.dismissed) return t("leadDismissed");
  return t.rich("lead", {
    phase: states(`phase.${incident.phase}.label`),
    means: states(`phase.${incident.phase}.means`),
    time: format.sinceTime(incident.startedAt, asOf),
    published: incident.publishedAt === null ? "no" : "yes",
    b: (said) => <b>{said}</b>,
  });
}
