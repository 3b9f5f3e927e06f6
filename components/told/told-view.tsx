import { useTranslations } from "next-intl";
import { LiveStatus } from "@/components/live/live-status.tsx";
import { RefreshOnChange } from "@/components/live/refresh-on-change.tsx";
import { Chips, Segment } from "@/components/ui/chip.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { isOpen } from "@/lib/notices/told/rules.ts";
import type { ToldQuery } from "@/lib/notices/told/schema.ts";
import type { ToldPage } from "@/lib/notices/told/shapes.ts";
import { toldHref } from "./address.ts";
import { OwnPanels } from "./own-panels.tsx";
import { ToldTable } from "./told-table.tsx";

type Props = {
  told: ToldPage;
  query: ToldQuery;
  /** Null for somebody who only reads. */
  confirm: FormAction | null;
  /** Whether the reader may see who can never be reached. */
  seesUnreached: boolean;
};

/** Who was told of an incident: which organisations, when, how, whether it arrived, and who has taken it on. */
export function ToldView({ told, query, confirm, seesUnreached }: Props) {
  const t = useTranslations("told");
  const words = useWords();
  const { incident, rows, shown } = told;
  const { number } = incident;
  const listed = query.show === "open" ? rows.filter(isOpen) : rows;
  return (
    <>
      <RefreshOnChange name={toldHref(number, query)} />
      <Crumbs
        trail={[{ label: `${number} ${words(incident.title)}`, href: `/incidents/${number}` }, { label: t("crumb") }]}
      />
      <PageHead title={t("title", { number })} lead={<Lead told={told} />} aside={<LiveStatus asOf={told.asOf} />} />
      <Tellings told={told} query={query} />
      {rows.length === 0 ? null : <Figures told={told} />}
      <div className="cols" data-cols="main">
        <div>
          <Panel
            flush
            title={t("table.title")}
            aside={
              <Segment
                label={t("show.label")}
                choices={(["all", "open"] as const).map((show) => ({
                  key: show,
                  label: t(`show.${show}`, { count: show === "all" ? rows.length : rows.filter(isOpen).length }),
                  href: toldHref(number, { signal: query.signal, show }),
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
          <OwnPanels {...{ told, confirm, seesUnreached }} signal={shown?.signalId ?? null} />
        </div>
      </div>
    </>
  );
}

function Lead({ told }: { told: ToldPage }) {
  const t = useTranslations("told.lead");
  const { rows, shown } = told;
  if (shown === null) return t("nothing");
  if (rows.length === 0) return t(told.everybody ? "nobody" : "nobodyNear");
  const reached = rows.filter(({ delivery }) => delivery === "reached").length;
  return t.rich("told", { reached, total: rows.length, b: (said) => <b>{said}</b> });
}

/** What was told, newest first: each has its own recipients. */
function Tellings({ told: { tellings, shown, incident, asOf }, query }: Pick<Props, "told" | "query">) {
  const t = useTranslations("told");
  const notices = useTranslations("notices");
  const format = useFormat();
  if (tellings.length < 2) return null;
  return (
    <Chips label={t("telling")}>
      <Segment
        label={t("telling")}
        choices={tellings.map(({ signalId, moment, at }) => ({
          key: String(signalId),
          label: `${notices(`moment.${moment}`)} ${format.sinceTime(at, asOf)}`,
          href: toldHref(incident.number, { signal: signalId, show: query.show }),
          current: signalId === shown?.signalId,
        }))}
      />
    </Chips>
  );
}

function Figures({ told: { rows } }: { told: ToldPage }) {
  const t = useTranslations("told.figures");
  const format = useFormat();
  const total = rows.length;
  const asked = rows.filter(({ confirmation }) => confirmation.state !== "not_required");
  const confirmed = asked.filter(({ confirmation }) => confirmation.state === "confirmed").length;
  const count = (delivery: string) => rows.filter((row) => row.delivery === delivery).length;
  const of = (part: number) => format.number(part);
  return (
    <Facts
      facts={[
        { label: t("reached"), value: of(count("reached")), note: t("of", { total }) },
        { label: t("failed"), value: of(count("failed") + count("none")), note: t("of", { total }) },
        { label: t("waiting"), value: of(count("waiting") + count("held")), note: t("of", { total }) },
        { label: t("confirmed"), value: of(confirmed), note: t("ofAsked", { total: asked.length }) },
      ]}
    />
  );
}
