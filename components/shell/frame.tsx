import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import styles from "./frame.module.css";

/** What stands around every page: the way past the board, the page itself, and the foot. */
export function Frame({ board, demo, children }: { board: ReactNode; demo: boolean; children: ReactNode }) {
  const t = useTranslations("shell");
  return (
    <>
      <a className={styles.skip} href="#main">
        {t("skip")}
      </a>
      {board}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.foot}>
        <p>
          {demo ? (
            <>
              <b>{t("foot.demoTitle")}</b> {t("foot.demo")}
            </>
          ) : null}
        </p>
        <p>
          {t("foot.zone")}{" "}
          <Link href="/was" prefetch={false}>
            {t("foot.accessibility")}
          </Link>
        </p>
      </footer>
    </>
  );
}
