import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const ACCOUNTS = 10;
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 320, height: 800 } } as const;
// Every page meets every language, theme and width, spread over the accounts.
const DRESSES = [
  { locale: "da", theme: "light", size: "wide" },
  { locale: "en", theme: "dark", size: "narrow" },
  { locale: "da", theme: "dark", size: "narrow" },
  { locale: "en", theme: "light", size: "wide" },
] as const;

test.describe.configure({ timeout: 120_000 });

for (let index = 0; index < ACCOUNTS; index++) {
  const dress = DRESSES[index % DRESSES.length] ?? DRESSES[0];
  test(`account ${index + 1} finds every page readable (${dress.locale}, ${dress.theme}, ${dress.size})`, async ({
    page,
    demo,
    signInAs,
    expectAccessible,
  }) => {
    const account = demo.accounts[index];
    if (!account) throw new Error(`There are only ${demo.accounts.length} demo accounts`);
    await page.emulateMedia({ colorScheme: dress.theme });
    await page.setViewportSize(SIZES[dress.size]);
    await signInAs({ role: account.role, organisation: account.organisation });
    await page.context().addCookies([{ name: "locale", value: dress.locale, url: page.url() }]);
    const broken = listen(page);
    for (const path of await pagesOf(page)) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", dress.locale);
        await expect(page.getByText(dress.locale === "da" ? /Demodata/ : /Demo data/).first()).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await expectAccessible();
      });
    }
    expect(broken).toEqual([]);
  });
}

/** The pages an account can reach: the fixed ones, and the first installation and letter it is shown. */
async function pagesOf(page: Page): Promise<string[]> {
  const first = async (from: string, links: string) => {
    await page.goto(from);
    const link = page.locator(`main a[href^="${links}"]`).first();
    return (await link.count()) > 0 ? [(await link.getAttribute("href")) ?? from] : [];
  };
  return [
    "/",
    "/was",
    "/receipts",
    "/receipts?group=municipality&period=7d",
    "/receipts?group=type",
    ...(await first("/receipts", "/receipts/")),
    "/messages?period=7d",
    "/messages?period=7d&state=late_ok",
    ...(await first("/messages?period=7d", "/messages/")),
  ];
}

/** Errors in the page's own console and answers of ours that failed. */
function listen(page: Page): string[] {
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 500) broken.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  return broken;
}
