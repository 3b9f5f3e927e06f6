import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import { isFetched } from "@/lib/subscriptions/shapes.ts";
import { Secret } from "./secret.tsx";
import styles from "./subscriptions.module.css";
import { useAddressState } from "./use-address-state.ts";

/** What can be done with an address that is there. */
export type AddressActs = { confirm: FormAction; renew: FormAction; disable: FormAction };
type Row = SubscriptionsPage["endpoints"][number];

/** Whether an address can be reached, and who left it. */
export function AddressState({ row, asOf }: { row: Row; asOf: string }) {
  const t = useTranslations("subscriptions.address");
  const format = useFormat();
  const state = useAddressState();
  const { channel, disabledAt, readOn, left } = row;
  return (
    <>
      {state(row, asOf)}
      {isFetched(channel) && disabledAt === null ? (
        <span className={styles.under}>
          {readOn === null ? t("feed.unread") : t("feed.read", { day: format.date(readOn, asOf) })}
        </span>
      ) : null}
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
  const fetched = isFetched(channel);
  return (
    <div className={styles.deeds}>
      {hook || (confirmedAt === null && mail) ? (
        <ActionForm row action={actions.confirm} label={t(hook ? "trialLabel" : "againLabel", { label })}>
          {key}
          <Submit label={t(hook ? "trialLabel" : "againLabel", { label })}>{t(hook ? "trial" : "again")}</Submit>
        </ActionForm>
      ) : null}
      {fetched ? (
        <ActionForm row action={actions.renew} label={t("feed.renewLabel", { label })}>
          {key}
          <Secret name="address" says={t("feed.renewed")} />
          <Submit label={t("feed.renewLabel", { label })}>{t("feed.renew")}</Submit>
        </ActionForm>
      ) : null}
      <ActionForm row action={actions.disable} label={t(fetched ? "feed.removeLabel" : "removeLabel", { label })}>
        {key}
        <Submit label={t(fetched ? "feed.removeLabel" : "removeLabel", { label })}>
          {t(fetched ? "feed.remove" : "remove")}
        </Submit>
      </ActionForm>
    </div>
  );
}
