import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { SelectField, TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import { Secret } from "./secret.tsx";
import styles from "./subscriptions.module.css";

export type AddressActions = { add: FormAction; addHook: FormAction; confirm: FormAction; disable: FormAction };
type Row = SubscriptionsPage["endpoints"][number];

/** The organisation's addresses, whether each can be reached, and forms for new ones. */
export function AddressesPanel({ page, actions }: { page: SubscriptionsPage; actions: AddressActions | null }) {
  const t = useTranslations("subscriptions");
  const { endpoints, mail, asOf } = page;
  return (
    <Panel flush title={t("address.title")}>
      <p className={styles.padded}>
        {t("address.lead")} {mail ? null : <b>{t("address.noMail")}</b>}
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
                <RowHead label={t("field.label")}>{row.label}</RowHead>
                <Cell label={t("address.address")}>
                  {t(`address.channel.${row.channel}`)}
                  {row.address === null ? null : <span className={styles.under}>{row.address}</span>}
                </Cell>
                <Cell label={t("address.state")}>
                  <State row={row} asOf={asOf} />
                </Cell>
                <Cell label={t("address.uses")}>{t("address.usedBy", { count: row.uses })}</Cell>
                {actions ? (
                  <Cell label={t("address.do")}>
                    {row.disabledAt === null ? <Deeds row={row} actions={actions} mail={mail} /> : null}
                  </Cell>
                ) : null}
              </tr>
            ))}
          </Rows>
        </Table>
      )}
      {actions ? (
        <div className={styles.adding}>
          {mail ? (
            <ActionForm action={actions.add} label={t("address.add")}>
              <h3>{t("address.add")}</h3>
              <TextField name="label" label={t("field.label")} hint={t("address.addHint")} maxLength={80} />
              <TextField name="address" label={t("field.address")} type="email" maxLength={254} />
              <SelectField
                name="locale"
                label={t("field.locale")}
                value="da"
                choices={[
                  { value: "da", label: "Dansk" },
                  { value: "en", label: "English" },
                ]}
              />
              <Submit>{t("address.addDo")}</Submit>
            </ActionForm>
          ) : null}
          <ActionForm action={actions.addHook} label={t("address.addHook")}>
            <h3>{t("address.addHook")}</h3>
            <TextField name="label" label={t("field.label")} hint={t("address.addHint")} maxLength={80} />
            <TextField name="url" label={t("field.url")} hint={t("address.hookHint")} type="url" maxLength={500} />
            <Secret />
            <Submit>{t("address.hookDo")}</Submit>
          </ActionForm>
        </div>
      ) : null}
    </Panel>
  );
}

function State({ row, asOf }: { row: Row; asOf: string }) {
  const t = useTranslations("subscriptions.address");
  const format = useFormat();
  const { confirmedAt, disabledAt, disabledWhy, left } = row;
  const known = ["hard_bounce", "failing", "by_owner", "revoked"].find((why) => why === disabledWhy) ?? "revoked";
  return (
    <>
      {disabledAt !== null
        ? t(`disabled.${known}`)
        : confirmedAt === null
          ? t("unconfirmed")
          : t("confirmed", { time: format.date(confirmedAt, asOf) })}
      {left.map(({ name, at }) => (
        <span key={`${name} ${at}`} className={styles.under}>
          {t("left", { name, time: format.dateTime(at, asOf) })}
        </span>
      ))}
    </>
  );
}

function Deeds({ row, actions, mail }: { row: Row; actions: AddressActions; mail: boolean }) {
  const t = useTranslations("subscriptions.address");
  const { id, label, channel, confirmedAt } = row;
  const key = <input type="hidden" name="id" value={id} />;
  const hook = channel === "webhook";
  return (
    <div className={styles.deeds}>
      {hook || (confirmedAt === null && mail) ? (
        <ActionForm row action={actions.confirm} label={t(hook ? "trialLabel" : "againLabel", { label })}>
          {key}
          <Submit label={t(hook ? "trialLabel" : "againLabel", { label })}>{t(hook ? "trial" : "again")}</Submit>
        </ActionForm>
      ) : null}
      <ActionForm row action={actions.disable} label={t("removeLabel", { label })}>
        {key}
        <Submit label={t("removeLabel", { label })}>{t("remove")}</Submit>
      </ActionForm>
    </div>
  );
}
