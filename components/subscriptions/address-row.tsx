import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { isTriedByAnswer } from "@/lib/subscriptions/addresses/tryable.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import { isFetched } from "@/lib/subscriptions/shapes.ts";
import { Secret } from "./secret.tsx";
import styles from "./subscriptions.module.css";
import { useAddressState } from "./use-address-state.ts";

/** What can be done with an address that is there. */
export type AddressActs = { confirm: FormAction; trial: FormAction; renew: FormAction; disable: FormAction };
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
      <Asked row={row} asOf={asOf} />
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

/** When a link or a trial was last sent to a mailbox by hand. */
function Asked({ row: { channel, askedAt, confirmedAt, disabledAt }, asOf }: { row: Row; asOf: string }) {
  const t = useTranslations("subscriptions.address");
  const format = useFormat();
  if (channel !== "email" || askedAt === null || disabledAt !== null) return null;
  if (confirmedAt !== null && askedAt <= confirmedAt) return null;
  const time = format.dateTime(askedAt, asOf);
  return <span className={styles.under}>{t(confirmedAt === null ? "asked" : "tried", { time })}</span>;
}

type DeedsProps = { row: Row; actions: AddressActs; page: Pick<SubscriptionsPage, "mail" | "sms"> };
/** The buttons beside an address: a trial where its channel knows one, else the link again until it is confirmed. */
export function AddressDeeds({ row, actions, page: { mail, sms } }: DeedsProps) {
  const t = useTranslations("subscriptions.address");
  const { id, label, channel, confirmedAt } = row;
  const key = <input type="hidden" name="id" value={id} />;
  const tried = isTriedByAnswer(channel);
  const asked = confirmedAt === null && ((channel === "email" && mail) || (channel === "sms" && sms));
  const [words, name] = tried ? [t("trial"), t("trialLabel", { label })] : [t("again"), t("againLabel", { label })];
  const fetched = isFetched(channel);
  const mailbox = channel === "email" && confirmedAt !== null && mail;
  return (
    <div className={styles.deeds}>
      {tried || asked ? (
        <ActionForm row action={actions.confirm} label={name}>
          {key}
          <Submit label={name}>{words}</Submit>
        </ActionForm>
      ) : null}
      {mailbox ? (
        <ActionForm row action={actions.trial} label={t("sendTrialLabel", { label })}>
          {key}
          <Submit label={t("sendTrialLabel", { label })}>{t("sendTrial")}</Submit>
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
