// Plain Node reads this file too, and knows no alias.
import { can } from "../../lib/access/permissions.ts";
import type { Role } from "../../lib/access/viewer.ts";

/** A page in the menu; its name is the text `shell.pages.{page}`. It is also current on the pages below `covers`. */
export type MenuPage = {
  href: string;
  page: "receipts" | "messages" | "status" | "conformance" | "quarantine" | "subscriptions" | "contacts" | "operate";
  covers?: readonly string[];
};

/** The pages that somebody may open, in the order of the menu. */
export function menuItems({ role, ownsSources }: { role: Role; ownsSources: boolean }): MenuPage[] {
  const items: (MenuPage & { shown: boolean })[] = [
    { href: "/receipts", page: "receipts", shown: true },
    { href: "/messages", page: "messages", shown: true },
    { href: "/", page: "status", covers: ["/history", "/incidents"], shown: can(role, "status:read") },
    { href: "/subscriptions", page: "subscriptions", shown: can(role, "subscriptions:read") },
    { href: "/conformance", page: "conformance", shown: ownsSources && can(role, "conformance:read") },
    { href: "/quarantine", page: "quarantine", shown: ownsSources && can(role, "quarantine:read") },
    { href: "/contacts", page: "contacts", shown: can(role, "contacts:read") },
    { href: "/operate", page: "operate", shown: can(role, "status:desk") },
  ];
  return items.flatMap(({ shown, ...item }) => (shown ? [item] : []));
}
