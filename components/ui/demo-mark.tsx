import { useTranslations } from "next-intl";
import styles from "./demo-mark.module.css";

/** Says that the data are demo data; on every page of a demo, also narrow and in print. */
export function DemoMark() {
  const t = useTranslations("common");
  return (
    <span className={styles.demo}>
      {t("demo")}
      <span className={styles.more}> · {t("demoMore")}</span>
    </span>
  );
}
