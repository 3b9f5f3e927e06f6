import Link from "next/link";
import { useTranslations } from "next-intl";
import { addressHref } from "@/components/deliveries/address.ts";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import { Adding, type AddingActions } from "./adding/adding.tsx";
import { type AddressActs, AddressDeeds, AddressState } from "./address-row.tsx";
import styles from "./subscriptions.module.css";

export type AddressActions = AddressActs & { add: AddingActions };

/** The organisation's addresses, whether each can be reached, and forms for new ones. */
export function AddressesPanel({ page, actions }: { page: SubscriptionsPage; actions: AddressActions | null }) {
  const t = useTranslations("subscriptions");
  const { endpoints, mail, sms, asOf } = page;
  return (
    <Panel flush anchor="addresses" title={t("address.title")}>
      <p className={styles.padded}>
        {t("address.lead")} {mail ? null : <b>{t("address.noMail")}</b>} {sms ? null : t("address.noSms")}
      </p>
      {endpoints.length === 0 ? (
        <Empty>{t("address.none")}</Empty>
      ) : (
        <Table
          text
          label={t("address.label")}
          head={
            <tr>
              <Head>{t("field.label")}</Head>
              <Head>{t("address.address")}</Head>
              <Head>{t("address.state")}</Head>
              <Head>{t("address.uses")}</Head>
              {actions ? <Head>{t("address.do")}</Head> : null}
            </tr>
          }
        >
          <Rows>
            {endpoints.map((row) => (
              <tr key={row.id}>
                <RowHead label={t("field.label")}>
                  <Link href={addressHref(row.id)} prefetch={false}>
                    {row.label}
                  </Link>
                </RowHead>
                <Cell label={t("address.address")}>
                  {t(`address.channel.${row.channel}`)}
                  {row.address === null ? null : <span className={styles.under}>{row.address}</span>}
                </Cell>
                <Cell label={t("address.state")}>
                  <AddressState row={row} asOf={asOf} />
                </Cell>
                <Cell label={t("address.uses")}>{t("address.usedBy", { count: row.uses })}</Cell>
                {actions ? (
                  <Cell label={t("address.do")} wide>
                    {row.disabledAt === null ? <AddressDeeds row={row} actions={actions} page={page} /> : null}
                  </Cell>
                ) : null}
              </tr>
            ))}
          </Rows>
        </Table>
      )}
      {actions ? <Adding actions={actions} page={page} /> : null}
    </Panel>
  );
}
