import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark } from "@/components/ui/state.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { hoursText } from "@/lib/contacts/rules.ts";
import type { ContactRow, OnCall } from "@/lib/contacts/shapes.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import styles from "./contacts.module.css";

/** Whom to call at each organisation just now, by the Danish clock: the first contact, and the second. */
export function OnCallPanel({ rows, asOf }: { rows: readonly OnCall[]; asOf: string }) {
  const t = useTranslations("contacts.onCall");
  const format = useFormat();
  return (
    <Panel flush title={t("title")} aside={t("at", { time: format.dateTime(asOf, asOf) })}>
      {rows.length === 0 ? (
        <Empty>{t("none")}</Empty>
      ) : (
        <Table
          text
          label={t("title")}
          head={
            <tr>
              {(["organisation", "first", "second"] as const).map((column) => (
                <Head key={column}>{t(column)}</Head>
              ))}
            </tr>
          }
        >
          <Rows>
            {rows.map(({ organisation, first, second, next }) => (
              <tr key={organisation.id}>
                <RowHead label={t("organisation")} wide>
                  {organisation.name}
                </RowHead>
                <Cell label={t("first")} wide>
                  {first.length > 0 ? <Callables contacts={first} /> : null}
                  {first.length === 0 ? <Mark glyph="st-unknown">{t("nobody")}</Mark> : null}
                  {next === null ? null : (
                    <Under>
                      {t("next", { time: format.sinceTime(next.at, asOf) })} <Callables contacts={[next.contact]} />
                    </Under>
                  )}
                </Cell>
                <Cell label={t("second")} wide>
                  {second.length > 0 ? <Callables contacts={second} /> : t("nobody")}
                </Cell>
              </tr>
            ))}
          </Rows>
        </Table>
      )}
    </Panel>
  );
}

const Under = ({ children }: { children: ReactNode }) => <span className={styles.under}>{children}</span>;

function Callables({ contacts }: { contacts: readonly ContactRow[] }) {
  const locale = localeOf(useLocale());
  return contacts.map(({ id, function: named, phone, email, hours }) => (
    <span key={id} className={styles.callable}>
      <b>{named}</b>{" "}
      {phone === null ? (
        <a href={`mailto:${email}`}>{email}</a>
      ) : (
        <a href={`tel:${phone.replaceAll(" ", "")}`}>{phone}</a>
      )}{" "}
      <span className={styles.hours}>{hoursText(hours, locale)}</span>
    </span>
  ));
}
