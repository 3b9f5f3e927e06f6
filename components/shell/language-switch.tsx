import { useLocale, useTranslations } from "next-intl";
import { localeOf, otherLocale } from "@/lib/i18n/locales.ts";
import styles from "./mast.module.css";

/** One button that names the other language in that language. A form, so that it works without JavaScript too. */
export function LanguageSwitch() {
  const t = useTranslations("shell");
  const other = otherLocale(localeOf(useLocale()));
  return (
    <form action="/language" method="post">
      <input type="hidden" name="locale" value={other} />
      <button type="submit" className={styles.button} lang={other}>
        {t("otherLanguage")}
      </button>
    </form>
  );
}
