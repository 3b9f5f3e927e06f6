"use client";
import { useTranslations } from "next-intl";
import { useAnswered } from "@/components/ui/action-form.tsx";
import styles from "./subscriptions.module.css";

/** The secret of a webhook that was just made: shown this once. */
export function Secret() {
  const t = useTranslations("subscriptions.address");
  const [secret] = useAnswered("secret").typed ?? [];
  if (secret === undefined) return null;
  return (
    <p role="status" className={styles.secret}>
      {t("secret")} <code>{secret}</code>
    </p>
  );
}
