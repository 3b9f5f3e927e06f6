"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Busy } from "@/components/ui/busy.tsx";
import styles from "./mast.module.css";

export type MenuItem = { href: string; label: string };

/** Only pages that exist. The current one is also current on the pages below it. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const path = usePathname();
  return (
    <nav className={styles.nav} aria-label={label}>
      <ul>
        {items.map(({ href, label: name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined}
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
