import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { FirstUse } from "@/lib/subscriptions/first.ts";
import styles from "./first-use.module.css";

/** For an organisation that is told nothing yet: everything of its own in one click, to a mailbox that is asked by a link. */
export function FirstUseOffer({ first, action }: { first: FirstUse; action: FormAction }) {
  const t = useTranslations("subscriptions");
  const { organisation, address } = first;
  const button = <Submit kind="go">{t("everything")}</Submit>;
  return (
    <section className={styles.offer} aria-label={t("first.label")}>
      <p className={styles.says}>
        <b>{t("first.title", { organisation })}</b> {t("first.lead")} {address === null ? null : t("first.hint")}
      </p>
      <ActionForm row action={action} label={t("everything")}>
        {address === null ? null : (
          <div className={styles.mailbox}>
            <TextField
              name="address"
              label={t("field.address")}
              type="email"
              autoComplete="email"
              maxLength={254}
              value={address}
            />
          </div>
        )}
        {button}
      </ActionForm>
    </section>
  );
}
