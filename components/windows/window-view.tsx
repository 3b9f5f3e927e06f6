import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RecipientsText } from "@/components/sending/recipients.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Facts, KeyValue } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Log } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { ServiceChoice, WindowDetail } from "@/lib/status/windows/shapes.ts";
import { MOMENTS } from "@/lib/subscriptions/shapes.ts";
import { planHref } from "./address.ts";
import { Hits } from "./planner.tsx";
import { RulesSaid } from "./rules-said.tsx";
import { asSentence, useWindowWords } from "./use-window-words.ts";
import { Warning } from "./warning.tsx";
import { WhomTable } from "./whom-table.tsx";
import { type WindowActions, WindowChanges } from "./window-changes.tsx";
import { WindowState } from "./window-table.tsx";
import styles from "./windows.module.css";

type Props = {
  window: WindowDetail;
  services: readonly ServiceChoice[];
  actions: WindowActions | null;
  /** How far its notices have come. */
  sending: ReactNode;
};

/** One window: what was said before, what was measured after, what happened to it, and what can be done with it. */
export function WindowView({ window, services, actions, sending }: Props) {
  const t = useTranslations("windows");
  const words = useWords();
  const { when } = useWindowWords(window.asOf);
  const lead = t("detail.lead", { when: asSentence(when(window)), traffic: t(`traffic.${window.traffic}.says`) });
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/operate/windows" }, { label: words(window.title) }]} />
      <PageHead title={words(window.title)} lead={lead} />
      <Figures window={window} />
      <div className={styles.columns}>
        <div>
          <AboutPanel window={window} />
          {window.plan?.chosen ? <WhomPanel window={window} plan={window.plan} /> : null}
        </div>
        <div className={styles.side}>
          {actions ? <WindowChanges window={window} services={services} actions={actions} /> : null}
          <ToBeToldPanel told={window.told} />
          {sending}
          <HistoryPanel window={window} />
        </div>
      </div>
    </>
  );
}

function Figures({ window }: { window: WindowDetail }) {
  const t = useTranslations("windows.detail");
  const format = useFormat();
  const { expected, measured, deliveredIn, deliveredAfter } = window;
  const of = measured === null ? undefined : t("ofMeasured", { count: format.number(measured) });
  const over = window.phase === "ended";
  const facts = [
    {
      label: t("expected"),
      value: expected === null ? format.number(null) : `≈ ${format.number(expected)}`,
      note: expected === null ? t("unknown") : t("expectedNote"),
    },
    {
      label: t("measured"),
      value: format.number(measured),
      note: measured === null ? t(over ? "noData" : "notMeasured") : t("measuredNote"),
    },
  ];
  const delivered = [
    { label: t("deliveredIn"), value: format.number(deliveredIn), note: of },
    { label: t("deliveredAfter"), value: format.number(deliveredAfter), note: of },
    {
      label: t("waiting"),
      value: format.number(measured === null ? null : measured - (deliveredIn ?? 0) - (deliveredAfter ?? 0)),
      note: of,
    },
  ];
  return (
    <section aria-label={t("facts")}>
      <Facts facts={measured === null ? facts : [...facts, ...delivered]} />
    </section>
  );
}

function AboutPanel({ window }: { window: WindowDetail }) {
  const t = useTranslations("windows");
  const format = useFormat();
  const words = useWords();
  const { asOf, actualFrom, actualTo, seriesId, note } = window;
  const rows = [
    { name: t("list.state"), value: <WindowState row={window} asOf={asOf} /> },
    { name: t("detail.services"), value: window.services.map(({ name }) => words(name)).join(", ") },
    {
      name: t("detail.class"),
      value: `${t(`class.${window.windowClass}.label`)}: ${t(`class.${window.windowClass}.rule`)}`,
    },
    { name: t("detail.rules"), value: <RulesSaid {...window} ifNow={window.announcedAt === null} asOf={asOf} /> },
  ];
  if (actualFrom !== null) {
    const from = format.dateTime(actualFrom, asOf);
    const value = actualTo === null ? t("detail.running", { from }) : `${from} – ${format.dateTime(actualTo, asOf)}`;
    rows.push({ name: t("detail.actual"), value });
  }
  if (note !== null) rows.push({ name: t("detail.note"), value: words(note) });
  if (seriesId !== null) {
    const link = (
      <Link href={`/operate/windows/series/${seriesId}`} prefetch={false}>
        {t("detail.seriesLink")}
      </Link>
    );
    return (
      <Panel title={t("detail.about")}>
        <KeyValue rows={[...rows, { name: t("detail.series"), value: link }]} />
      </Panel>
    );
  }
  return (
    <Panel title={t("detail.about")}>
      <KeyValue rows={rows} />
    </Panel>
  );
}

function WhomPanel({ window, plan }: { window: WindowDetail; plan: NonNullable<WindowDetail["plan"]> }) {
  const t = useTranslations("windows.planner");
  const { chosen } = plan;
  if (chosen === null) return null;
  const better = planHref({
    ...{ services: window.services.map(({ code }) => code), windowClass: window.windowClass },
    ...{ from: chosen.wallFrom, to: chosen.wallTo },
  });
  return (
    <Panel title={t("whom")}>
      <div className="stack">
        <Warning plan={plan} />
        {plan.warning === null ? null : (
          <p>
            <ButtonLink kind="quiet" href={better} prefetch={false}>
              {t("warningLink")}
            </ButtonLink>
          </p>
        )}
        <p>
          <Hits slot={chosen} />
        </p>
        <WhomTable rows={chosen.rows} />
        <p className={styles.note}>{t("how")}</p>
      </div>
    </Panel>
  );
}

/** Before anything is published of it: how many addresses each of it goes to, and whose. */
function ToBeToldPanel({ told }: Pick<WindowDetail, "told">) {
  const t = useTranslations("windows.told");
  const shown = MOMENTS.flatMap((moment) => (told[moment] ? [{ moment, recipients: told[moment] }] : []));
  if (shown.length === 0) return null;
  return (
    <Panel title={t("title")}>
      <div className="stack">
        {shown.map(({ moment, recipients }) => (
          <section key={moment} aria-label={t(moment)}>
            <h3>{t(moment)}</h3>
            <RecipientsText told={recipients} />
          </section>
        ))}
      </div>
    </Panel>
  );
}

function HistoryPanel({ window }: { window: WindowDetail }) {
  const t = useTranslations("windows");
  const format = useFormat();
  const { when } = useWindowWords(window.asOf);
  return (
    <Panel title={t("detail.history")}>
      {window.history.length === 0 ? (
        <Empty>{t("detail.noHistory")}</Empty>
      ) : (
        <Log
          entries={window.history.map((event, at) => ({
            key: at,
            at: event.at,
            time: format.dateTime(event.at, window.asOf),
            children: (
              <>
                <b>{t(`change.${event.kind}`, { when: when(event) })}</b>{" "}
                <span className="quiet">{t(event.automatic ? "detail.automatic" : "detail.person")}</span>
                {event.breaches.length === 0 ? null : (
                  <span className={styles.under}>{event.breaches.map((code) => t(`breach.${code}`)).join(", ")}</span>
                )}
              </>
            ),
          }))}
        />
      )}
    </Panel>
  );
}
