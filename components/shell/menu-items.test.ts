import { expect, test } from "vitest";
import type { Role } from "@/lib/access/viewer.ts";
import { menuItems } from "./menu-items.ts";

const pages = (role: Role, ownsSources: boolean) => menuItems({ role, ownsSources }).map(({ page }) => page);

test.each<[Role, boolean, string[]]>([
  ["operator", true, ["receipts", "messages", "status", "subscriptions", "conformance", "quarantine", "operate"]],
  ["auditor", true, ["receipts", "messages", "status", "subscriptions", "conformance", "operate"]],
  ["vendor", true, ["receipts", "messages", "status", "subscriptions", "conformance", "quarantine"]],
  ["region", false, ["receipts", "messages", "status", "subscriptions"]],
  ["municipality", false, ["receipts", "messages", "status", "subscriptions"]],
])("the menu of a %s who has sources: %s", (role, ownsSources, shown) => {
  expect(pages(role, ownsSources)).toEqual(shown);
});
