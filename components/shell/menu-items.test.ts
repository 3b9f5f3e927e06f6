import { expect, test } from "vitest";
import type { Role } from "@/lib/access/viewer.ts";
import { menuItems } from "./menu-items.ts";

const pages = (role: Role, ownsSources: boolean) => menuItems({ role, ownsSources }).map(({ page }) => page);

const first = ["receipts", "messages", "status", "subscriptions"];

test.each<[Role, boolean, string[]]>([
  ["operator", true, [...first, "conformance", "quarantine", "contacts", "operate"]],
  ["auditor", true, [...first, "conformance", "contacts", "operate"]],
  ["vendor", true, [...first, "conformance", "quarantine", "contacts"]],
  ["region", false, [...first, "contacts"]],
  ["municipality", false, [...first, "contacts"]],
])("the menu of a %s who has sources: %s", (role, ownsSources, shown) => {
  expect(pages(role, ownsSources)).toEqual(shown);
});
