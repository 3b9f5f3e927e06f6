"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Busy } from "@/components/ui/busy.tsx";
import styles from "./mast.module.css";

export type MenuItem = { href: string; label: string; covers?: readonly string[] };

const isBelow = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path.startsWith(`${place}/`) || (path === place && place !== "/"));

/** Only pages that exist. The current one is also current on the pages below it and below those it covers. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const path = usePathname();
  return (
    <nav className={styles.nav} aria-label={label}>
      <ul>
        {items.map(({ href, label: name, covers = [] }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? "page" : isBelow(path, [href, ...covers]) ? "true" : undefined}
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
