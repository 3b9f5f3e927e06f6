import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DemoMark } from "@/components/ui/demo-mark.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import styles from "./mast.module.css";
import { Menu, type MenuItem } from "./menu.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

type MastProps = {
  demo: boolean;
  menu: readonly MenuItem[];
  /** Who is looking, and for whom; nothing on a public page. */
  who?: string | undefined;
  /** What stands last: sign in or sign out. */
  children?: ReactNode;
};

/** The top of the board: brand, menu, demo mark, who is looking, language and theme. */
export function Mast({ demo, menu, who, children }: MastProps) {
  const t = useTranslations("shell");
  return (
    <div className={styles.mast}>
      <Link className={styles.brand} href={menu[0]?.href ?? "/"} prefetch={false}>
        <svg className={styles.mark} viewBox="0 0 28 20" aria-hidden="true">
          <path d="M1 5.5h17.5a5 5 0 0 1 0 10H9" fill="none" stroke="currentColor" strokeWidth="2.4" />
          <path d="M12.4 11.6L8.2 15.5l4.2 3.9" fill="none" stroke="currentColor" strokeWidth="2.4" />
          <circle cx="6" cy="5.5" r="3" fill="var(--board)" stroke="currentColor" strokeWidth="2.2" />
        </svg>
        <span>{t("brand")}</span>
      </Link>
      {menu.length === 0 ? null : <Menu label={t("menu")} items={menu} />}
      <div className={styles.me}>
        {demo ? <DemoMark /> : null}
        {who === undefined ? null : (
          <span className={styles.who}>
            <span className="vh">{t("youSeeAs")} </span>
            {who}
          </span>
        )}
        <LanguageSwitch />
        <ThemeToggle />
        {children}
      </div>
    </div>
  );
}
