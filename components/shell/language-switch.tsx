import { useLocale, useTranslations } from "next-intl";
import { chooseLocale } from "@/lib/i18n/actions.ts";
import { localeOf, otherLocale } from "@/lib/i18n/locales.ts";
import styles from "./mast.module.css";

/** One button that names the other language in that language. A form, so that it works without JavaScript too. */
export function LanguageSwitch() {
  const t = useTranslations("shell");
  const other = otherLocale(localeOf(useLocale()));
  return (
    <form action={chooseLocale}>
      <input type="hidden" name="locale" value={other} />
      <button type="submit" className={styles.button} lang={other}>
        {t("otherLanguage")}
      </button>
    </form>
  );
}
