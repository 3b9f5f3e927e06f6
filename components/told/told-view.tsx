import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { OnCallPanel } from "@/components/contacts/on-call-panel.tsx";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { OnCall } from "@/lib/contacts/shapes.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { failingElsewhere, isOpen } from "@/lib/notices/told/rules.ts";
import type { ToldQuery } from "@/lib/notices/told/schema.ts";
import type { Delivery, ToldPage } from "@/lib/notices/told/shapes.ts";
import { aboutHref, TABLE, toldHref } from "./address.ts";
import { OwnPanels } from "./own-panels.tsx";
import { ToldPicture } from "./told-picture.tsx";
import { ToldTable } from "./told-table.tsx";
import { useTelling } from "./use-telling.ts";

type Props = {
  told: ToldPage;
  query: ToldQuery;
  /** Null for somebody who only reads. */
  answer: FormAction | null;
  /** Whether the reader may see who can never be reached. */
  seesUnreached: boolean;
  /** Whom to call just now at those the reader shares a contact list with. */
  onCall: readonly OnCall[];
  /** Whether the desk's own pages are the reader's. */
  atDesk: boolean;
};

/** Who was told of something: which organisations, when, how, whether it arrived, and who has taken it on. */
export function ToldView({ told, query, answer, seesUnreached, onCall, atDesk }: Props) {
  const t = useTranslations("told");
  const words = useWords();
  const { of, rows, shown } = told;
  const name = of.kind === "incident" ? of.id : words(told.title);
  const about = of.kind === "incident" ? `${of.id} ${words(told.title)}` : name;
  const listed = query.show === "open" ? rows.filter(isOpen) : rows;
  return (
    <>
      <RefreshOnChange name={toldHref(of, query)} />
      <Crumbs trail={[{ label: about, href: aboutHref(of, atDesk) }, { label: t("crumb") }]} />
      <PageHead
        title={t("title", { about: name })}
        lead={<Lead told={told} />}
        aside={<LiveStatus asOf={told.asOf} />}
      />
      <Tellings told={told} query={query} />
      {rows.length === 0 || shown === null ? null : (
        <>
          <Figures told={told} toldAt={shown.at} />
          <ToldPicture told={told} toldAt={shown.at} />
        </>
      )}
      <div className="cols" data-cols="main">
        <div id={TABLE}>
          <Panel
            flush
            title={t("table.title")}
            aside={
              <Segment
                label={t("show.label")}
                choices={(["all", "open"] as const).map((show) => ({
                  key: show,
                  label: t(`show.${show}`, { count: show === "all" ? rows.length : rows.filter(isOpen).length }),
                  href: toldHref(of, { signal: query.signal, show }),
                  current: query.show === show,
                }))}
              />
            }
          >
            {listed.length === 0 ? (
              <Empty>{t(rows.length === 0 ? "table.none" : "table.noneOpen")}</Empty>
            ) : (
              <ToldTable rows={listed} asOf={told.asOf} />
            )}
          </Panel>
          <p className="note">
            {t(told.everybody ? "scope.everybody" : "scope.near")}{" "}
            {told.withoutAccount ? t("withoutAccount", { count: told.withoutAccount }) : null}
          </p>
        </div>
        <div>
          <OwnPanels {...{ told, answer, seesUnreached }} signal={shown?.signalId ?? null} />
        </div>
      </div>
      {onCall.length === 0 ? null : (
        <div className="stack">
          <OnCallPanel rows={onCall} asOf={told.asOf} />
        </div>
      )}
    </>
  );
}

function Lead({ told }: { told: ToldPage }) {
  const t = useTranslations("told.lead");
  const { rows, shown } = told;
  if (shown === null) return t("nothing");
  const bold = { b: (said: ReactNode) => <b>{said}</b> };
  const count = (delivery: Delivery) => rows.filter((row) => row.delivery === delivery).length;
  const [reached, available] = [count("reached"), count("available")];
  const failing = failingElsewhere(rows);
  return (
    <>
      {rows.length === 0
        ? t(told.everybody ? "nobody" : "nobodyNear")
        : t.rich("told", { reached, available, total: rows.length, ...bold })}{" "}
      {failing === 0 ? null : <>{t("failing", { count: failing })} </>}
      {told.region === null ? null : <RegionTold region={told.region} asOf={told.asOf} />}
    </>
  );
}

/** A municipality need not ring its region to ask whether it knows. */
function RegionTold({ region: { name, row }, asOf }: { region: NonNullable<ToldPage["region"]>; asOf: string }) {
  const t = useTranslations("told.lead");
  const format = useFormat();
  const bold = { b: (said: ReactNode) => <b>{said}</b> };
  if (row === null) return t.rich("regionNot", { name, ...bold });
  if (row.sentAt === null || !["reached", "available"].includes(row.delivery))
    return t.rich("regionNotYet", { name, ...bold });
  const time = format.sinceTime(row.sentAt, asOf);
  const { confirmation } = row;
  return confirmation.state === "confirmed"
    ? t.rich("regionConfirmed", { ...{ name, time, at: format.sinceTime(confirmation.at, asOf) }, ...bold })
    : t.rich(row.delivery === "available" ? "regionAvailable" : "region", { name, time, ...bold });
}

/** What was told, newest first: each has its own recipients. */
function Tellings({ told: { of, tellings, shown, asOf }, query }: Pick<Props, "told" | "query">) {
  const t = useTranslations("told");
  const telling = useTelling();
  const format = useFormat();
  if (tellings.length < 2) return null;
  return (
    <Chips label={t("telling")}>
      <Segment
        label={t("telling")}
        choices={tellings.map(({ signalId, kind, moment, at }) => ({
          key: String(signalId),
          label: `${telling(kind, moment)} ${format.sinceTime(at, asOf)}`,
          href: toldHref(of, { signal: signalId, show: query.show }),
          current: signalId === shown?.signalId,
        }))}
      />
    </Chips>
  );
}

function Figures({ told: { rows, asOf }, toldAt }: { told: ToldPage; toldAt: string }) {
  const t = useTranslations("told.figures");
  const format = useFormat();
  const total = rows.length;
  const asked = rows.filter(({ confirmation }) => confirmation.state !== "not_required");
  const confirmed = asked.filter(({ confirmation }) => confirmation.state === "confirmed").length;
  const escalated = rows.filter(({ confirmation }) => confirmation.state === "escalated" && confirmation.second).length;
  const count = (delivery: string) => rows.filter((row) => row.delivery === delivery).length;
  const of = (part: number) => format.number(part);
  return (
    <Facts
      facts={[
        { label: t("toldAt"), value: format.sinceTime(toldAt, asOf), note: t("toldAtNote") },
        { label: t("reached"), value: of(count("reached")), note: t("of", { total }) },
        { label: t("failed"), value: of(count("failed") + count("none")), note: t("of", { total }) },
        { label: t("waiting"), value: of(count("waiting") + count("held")), note: t("of", { total }) },
        { label: t("confirmed"), value: of(confirmed), note: t("ofAsked", { total: asked.length }) },
        { label: t("second"), value: of(escalated), note: t("secondNote") },
      ]}
    />
  );
}
