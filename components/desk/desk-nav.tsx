"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Busy } from "@/components/ui/busy.tsx";
import styles from "./desk-nav.module.css";

export type DeskPage = { href: string; label: string };

/** The pages of the desk. The first is also current on the incidents, which are reached from it. */
export function DeskNav({ label, pages }: { label: string; pages: readonly DeskPage[] }) {
  const path = usePathname();
  const current = pages.findLast(({ href }) => path === href || path.startsWith(`${href}/`));
  return (
    <nav className={styles.nav} aria-label={label}>
      <ul>
        {pages.map(({ href, label: name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={href !== current?.href ? undefined : path === href ? "page" : "true"}
            >
              {name}
              <Busy />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
