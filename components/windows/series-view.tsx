import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AskedFields, RecipientsText } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { SeriesDetail, SeriesRule, ServiceChoice } from "@/lib/status/windows/shapes.ts";
import { SeriesForm } from "./series-form.tsx";
import { useWindowWords } from "./use-window-words.ts";
import type { About } from "./window-fields.tsx";
import { WindowTable } from "./window-table.tsx";
import styles from "./windows.module.css";

export type SeriesActions = Record<"command" | "change" | "announce", FormAction>;
type Props = {
  series: SeriesDetail;
  services: readonly ServiceChoice[];
  actions: SeriesActions | null;
  /** How far its notices have come. */
  sending: ReactNode;
};

/** A series: its rule in words, its windows to come, and how it is changed or ended. */
export function SeriesView({ series, services, actions, sending }: Props) {
  const t = useTranslations("windows");
  const format = useFormat();
  const words = useWords();
  const { recurs } = useWindowWords(series.asOf);
  const { validTo, announcedAt, asOf } = series;
  const ends = validTo === null ? null : t("series.ends", { date: format.date(`${validTo}T12:00:00Z`, asOf) });
  const told =
    announcedAt === null
      ? t("series.notAnnounced")
      : t("series.announced", { time: format.dateTime(announcedAt, asOf) });
  const lead = [recurs(series), t(`series.onHoliday.${series.onHoliday}`), ends, told].filter(Boolean).join(". ");
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/operate/windows" }, { label: words(series.title) }]} />
      <PageHead title={words(series.title)} lead={`${lead}.`} />
      {actions && announcedAt === null ? (
        <ActionForm row action={actions.announce} label={t("do.announceSeries")}>
          <input type="hidden" name="id" value={series.id} />
          <input type="hidden" name="version" value={series.version} />
          <AskedFields told={series.told} />
          <Submit kind="go">{t("do.announceSeries")}</Submit>
        </ActionForm>
      ) : null}
      <div className={styles.stack}>
        <Panel flush title={t("series.windows")}>
          {series.windows.length === 0 ? (
            <Empty>{t("series.noWindows")}</Empty>
          ) : (
            <WindowTable
              label={t("series.windows")}
              rows={series.windows}
              asOf={asOf}
              action={actions?.command ?? null}
            />
          )}
        </Panel>
        <Panel title={t("told.title")}>
          <p className={styles.note}>{t(announcedAt === null ? "told.asOne" : "told.changedAsOne")}</p>
          <RecipientsText told={series.told} />
        </Panel>
        {announcedAt === null ? null : sending}
        {actions ? (
          <Panel title={t("series.form")}>
            <p className={styles.note}>
              {t("series.lead")} {t("series.formHint")}
            </p>
            <SeriesForm
              key={series.version}
              series={{ ...series, services: series.services.map(({ code }) => code), note: null }}
              known={{ id: series.id, version: series.version }}
              services={services}
              told={announcedAt === null ? undefined : series.told}
              action={actions.change}
              label={t("series.form")}
            />
          </Panel>
        ) : null}
      </div>
    </>
  );
}

/** What an empty form of a series holds. */
const emptySeries = (today: string): About & SeriesRule => ({
  ...{ title: { da: "", en: "" }, windowClass: "minor", traffic: "queued", services: [], note: null },
  ...{ every: "week", weekday: 4, nth: null, fromTime: "05:00", toTime: "06:00", onHoliday: "skip" },
  ...{ validFrom: today, validTo: null },
});

/** A series that is not there yet. */
export function NewSeries({
  today,
  services,
  action,
}: {
  today: string;
  services: readonly ServiceChoice[];
  action: FormAction;
}) {
  const t = useTranslations("windows");
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/operate/windows" }, { label: t("series.new") }]} />
      <PageHead title={t("series.new")} lead={t("series.lead")} />
      <Panel title={t("series.title")}>
        <SeriesForm
          series={emptySeries(today)}
          known={null}
          services={services}
          action={action}
          label={t("series.new")}
        />
      </Panel>
    </>
  );
}
