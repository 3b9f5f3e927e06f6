import { useTranslations } from "next-intl";
import styles from "./mast.module.css";

/** A form: nothing changes on GET. */
export function SignOut() {
  const t = useTranslations("shell");
  return (
    <form action="/sign-out" method="post">
      <button type="submit" className={styles.button}>
        {t("signOut")}
      </button>
    </form>
  );
}
