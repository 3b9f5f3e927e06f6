import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import styles from "./head.module.css";

/** The page's name, the answer in one sentence, and at the right how fresh it is. */
export function PageHead({ title, lead, aside }: { title: ReactNode; lead?: ReactNode; aside?: ReactNode }) {
  return (
    <div className={styles.head}>
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      </div>
      {aside}
    </div>
  );
}

/** Where the page lies; the last one is the page itself. */
export function Crumbs({ trail }: { trail: readonly { label: string; href?: string }[] }) {
  const t = useTranslations("common");
  return (
    <nav className={styles.crumbs} aria-label={t("crumbs")}>
      <ol>
        {trail.map((crumb) => (
          <li key={crumb.label}>
            {crumb.href === undefined ? (
              <span aria-current="page">{crumb.label}</span>
            ) : (
              <Link href={crumb.href} prefetch={false}>
                {crumb.label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
