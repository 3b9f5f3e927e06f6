import { useTranslations } from "next-intl";
import { Secret } from "@/components/subscriptions/secret.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { AddressPage } from "@/lib/notices/deliveries/shapes.ts";
import { OVERLAP_HOURS } from "@/lib/subscriptions/addresses/secret.ts";
import styles from "./deliveries.module.css";

export type SecretActions = { renew: FormAction; drop: FormAction };
type Props = { page: AddressPage; actions: SecretActions | null };

/** The secret a webhook is signed with: when it was made, a new one, and how long the old one holds beside it. */
export function SecretPanel({ page: { endpoint, asOf }, actions }: Props) {
  const t = useTranslations("deliveries.secret");
  const shown = useTranslations("subscriptions.address");
  const format = useFormat();
  const { id, secretAt, oldSecretUntil } = endpoint;
  const old = oldSecretUntil !== null && oldSecretUntil > asOf ? oldSecretUntil : null;
  const key = <input type="hidden" name="id" value={id} />;
  return (
    <Panel title={t("title")}>
      <div className="stack">
        <p>{secretAt === null ? t("unknown") : t("made", { time: format.dateTime(secretAt, asOf) })}</p>
        {old === null ? null : (
          <p>
            <b>{t("old", { time: format.dateTime(old, asOf) })}</b> {t("both")}
          </p>
        )}
        {actions === null || endpoint.disabledAt !== null ? null : (
          <>
            <ActionForm action={actions.renew} label={t("renew")}>
              {key}
              <Secret name="secret" says={shown("secret")} />
              <p className="note">{t(old === null ? "hint" : "hintAgain", { hours: OVERLAP_HOURS })}</p>
              <Submit>{t("renew")}</Submit>
            </ActionForm>
            {old === null ? null : (
              <ActionForm action={actions.drop} label={t("drop")}>
                {key}
                <Submit kind="stop">{t("drop")}</Submit>
              </ActionForm>
            )}
          </>
        )}
      </div>
    </Panel>
  );
}

/** How whoever builds the receiver makes sure that a message is ours. */
export function VerifyPanel() {
  const t = useTranslations("deliveries.verify");
  return (
    <Panel title={t("title")}>
      <pre className={styles.code}>{t("text")}</pre>
    </Panel>
  );
}
