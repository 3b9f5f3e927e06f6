import type { FormAction } from "@/lib/http/form-state.ts";
import type { SubscriptionsPage } from "@/lib/subscriptions/page-shapes.ts";
import type { AddressActs } from "../address-row.tsx";
import styles from "../subscriptions.module.css";
import { AddEmail } from "./email.tsx";
import { AddFeed } from "./feed.tsx";
import { AddPush } from "./push.tsx";
import { AddSms } from "./sms.tsx";
import { AddWebhook } from "./webhook.tsx";

/** What makes an address of each channel. */
export type AddingActions = Record<"email" | "push" | "sms" | "webhook" | "feed", FormAction>;

type Props = { actions: AddressActs & { add: AddingActions }; page: SubscriptionsPage };
/** A form for each channel an address can be made of here. */
export function Adding({ actions: { add, confirm, disable }, page }: Props) {
  const { mail, sms, pushKey, endpoints } = page;
  return (
    <div className={styles.adding}>
      {mail ? <AddEmail action={add.email} /> : null}
      <AddPush action={add.push} trial={confirm} disable={disable} pushKey={pushKey} endpoints={endpoints} />
      {sms ? <AddSms action={add.sms} /> : null}
      <AddWebhook action={add.webhook} />
      <AddFeed action={add.feed} />
    </div>
  );
}
