import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Demo, readDemo } from "../scripts/start/demo-file.ts";
import { APP } from "./place.ts";

export { expect } from "@playwright/test";

type Account = Demo["accounts"][number];
/** Which demo account: the first that has this role, or this organisation, or both. */
export type Who = { role?: string; organisation?: string };

type Fixtures = {
  demo: Demo;
  /** Signs in with one click, as people do, and answers with the account. */
  signInAs: (who: Who) => Promise<Account>;
  /** Fails with what axe found on the page as it stands, by rule and place. */
  expectAccessible: () => Promise<void>;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  demo: async ({}, use) => {
    const demo = readDemo(APP.dataDir);
    if (!demo) throw new Error("The demo has no demo.json");
    await use(demo);
  },
  signInAs: async ({ page, demo }, use) => {
    await use((who) => signIn(page, demo, who));
  },
  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      // One page and no frames: axe needs no second page to gather results, and we need no list of what is well.
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ resultTypes: ["violations"] })
        // A national table has hundreds of rows, all made of the same parts.
        .exclude("tbody tr:nth-child(n + 30)")
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
        .analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
      expect(found).toEqual([]);
    });
  },
});

async function signIn(page: Page, demo: Demo, who: Who): Promise<Account> {
  const account = demo.accounts.find(
    ({ role, organisation }) => (who.role ?? role) === role && (who.organisation ?? organisation) === organisation,
  );
  if (!account) throw new Error(`No demo account is ${JSON.stringify(who)}`);
  await page.goto("/sign-in");
  const form = page.locator("form").filter({ has: page.locator(`input[name="email"][value="${account.email}"]`) });
  await form.getByRole("button").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return account;
}
