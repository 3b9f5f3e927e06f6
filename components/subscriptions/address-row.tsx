import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import styles from "./subscriptions.module.css";

/** What can be done with an address that is there. */
export type AddressActs = { confirm: FormAction; disable: FormAction };
type Row = SubscriptionsPage["endpoints"][number];

/** Whether an address can be reached, and who left it. */
export function AddressState({ row, asOf }: { row: Row; asOf: string }) {
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

/** The buttons beside an address, by its channel. */
export function AddressDeeds({ row, actions, mail }: { row: Row; actions: AddressActs; mail: boolean }) {
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
