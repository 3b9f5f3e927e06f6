import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RecipientsText } from "@/components/sending/recipients.tsx";
import { Glyph } from "@/components/ui/glyph.tsx";
import { Preview } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { LOCALES } from "@/lib/i18n/locales.ts";
import type { AudienceRow, Preview as Previewed } from "@/lib/status/incidents/shapes.ts";
import type { Trouble, Words } from "@/lib/status/shapes.ts";
import styles from "./desk.module.css";

/** Exactly whom it reaches: the organisations hit, by kind and by name, and the public channels. */
export function AudiencePanel({ preview }: { preview: Previewed }) {
  const t = useTranslations("desk.audience");
  const { organisations, channels, municipalities } = preview.audience;
  const kinds = ["municipality", "region", "vendor"] as const;
  return (
    <Panel title={t("title")} aside={t("aside")}>
      <p className={styles.verdict}>{t("verdict", { organisations: organisations.length, municipalities })}</p>
      {kinds.map((kind) => (
        <Names key={kind} kind={kind} rows={organisations.filter((row) => row.kind === kind)} />
      ))}
      <p className={styles.channels}>
        <b>{t("channels")}</b> {channels.map((channel) => t(`channel.${channel}`)).join(", ")}
      </p>
      <RecipientsText told={preview.told} />
      <p className="note">{t("later")}</p>
    </Panel>
  );
}

function Names({ kind, rows }: { kind: AudienceRow["kind"]; rows: readonly AudienceRow[] }) {
  const t = useTranslations("desk.audience");
  if (rows.length === 0) return null;
  return (
    <details className={styles.more} open={rows.length <= 12}>
      <summary>{t(`kind.${kind}`, { count: rows.length })}</summary>
      <p className={styles.names}>{rows.map(({ name }) => name).join(", ")}</p>
    </details>
  );
}

/** Before anything is saved there is nothing to show. */
export function NothingYet() {
  const t = useTranslations("desk.preview");
  return (
    <Panel title={t("title")}>
      <p className="note">{t("nothingYet")}</p>
    </Panel>
  );
}

/** Every text as it will stand, in both languages. */
export function PreviewsPanel({ preview, trouble }: { preview: Previewed; trouble: Trouble }) {
  const t = useTranslations("desk.preview");
  const { banner, bannerIn } = preview;
  const both = (show: (locale: keyof Words) => ReactNode, name: string, isBanner = false) =>
    LOCALES.map((locale) => (
      <Preview key={`${name} ${locale}`} label={t(name, { language: t(locale) })} lang={locale} banner={isBanner}>
        {show(locale)}
      </Preview>
    ));
  return (
    <Panel title={t("title")} aside={t("aside")}>
      <div className="stack">
        {both(
          (locale) => (
            <>
              <b>{preview.page.heading[locale]}</b>
              <br />
              {preview.page.state[locale]}
              <br />
              {preview.page.text[locale]}
            </>
          ),
          "page",
        )}
        {banner === null ? (
          <p className="note">{t("noBanner")}</p>
        ) : (
          both(
            (locale) => (
              <>
                <Glyph name={`sv-${trouble}`} /> {banner[locale]}
              </>
            ),
            "banner",
            true,
          )
        )}
        {bannerIn.length > 0 ? <p className="note">{t("bannerIn", { names: bannerIn.join(", ") })}</p> : null}
        {both(
          (locale) => (
            <>
              <b>{preview.feed.title[locale]}</b>
              <br />
              {preview.feed.content[locale]}
            </>
          ),
          "feed",
        )}
      </div>
    </Panel>
  );
}
