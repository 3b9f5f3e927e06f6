import type { FormAction } from "@/lib/http/form-state.ts";
import styles from "../subscriptions.module.css";
import { AddEmail } from "./email.tsx";
import { AddFeed } from "./feed.tsx";
import { AddWebhook } from "./webhook.tsx";

/** What makes an address of each channel. */
export type AddingActions = { email: FormAction; webhook: FormAction; feed: FormAction };

/** A form for each channel an address can be made of here; `mail`: mail can be sent. */
export function Adding({ actions, mail }: { actions: AddingActions; mail: boolean }) {
  return (
    <div className={styles.adding}>
      {mail ? <AddEmail action={actions.email} /> : null}
      <AddWebhook action={actions.webhook} />
      <AddFeed action={actions.feed} />
    </div>
  );
}
