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
  { locale: "da", theme: "light", size: "narrow" },
  { locale: "en", theme: "dark", size: "wide" },
] as const;
type Dress = (typeof DRESSES)[number];

/** Two addresses behind which nothing is: one of nobody's, one of a page that is somebody's. */
const MISSING = ["/no-such-page", "/receipts/2000000000"];
const SIGNED_OUT = ["/", "/was", "/sign-in", "/no-access", "/subscribe", "/subscribe/sent"];

test.describe.configure({ timeout: 180_000 });

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
    await wear(page, dress);
    await page.context().addCookies([{ name: "locale", value: dress.locale, url: demo.url }]);
    const broken = listen(page);
    await signInAs({ role: account.role, organisation: account.organisation });
    for (const path of [...SIGNED_OUT, ...(await pagesOf(page)), ...MISSING]) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", dress.locale);
        await expect(page.getByText(dress.locale === "da" ? /^Demodata/ : /^Demo data/).first()).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        // A text that is missing shows as its key.
        await expect(page.locator("body")).not.toContainText(/\b[a-z]+(\.[a-z]\w+){2,}\b/);
        await page.screenshot({ path: shotOf(account, dress, path), fullPage: true, quality: 80 });
        await expectAccessible();
      });
    }
    expect(broken).toEqual([]);
  });
}

async function wear(page: Page, { theme, size }: Dress): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize(SIZES[size]);
}

/** The pages an account can reach: those of its menu, each way to group, and the first installation and letter it is shown. */
async function pagesOf(page: Page): Promise<string[]> {
  const linksIn = (within: string, pattern = "/") =>
    page
      .locator(`${within} a[href^="${pattern}"]`)
      .evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
  await page.goto("/receipts?period=7d");
  const menu = await linksIn("header nav");
  const groups = (await linksIn("main nav", "/receipts?")).filter((href) => href !== "/receipts?period=7d");
  const installation = (await linksIn("main", "/receipts/")).slice(0, 1);
  await page.goto("/messages?period=7d");
  const letter = (await linksIn("main", "/messages/")).slice(0, 1);
  const lists = ["/messages?period=7d&state=late_ok", "/messages?period=7d&state=lost"];
  const desk = menu.includes("/operate") ? await deskOf(page, linksIn) : [];
  const asked = await subscriptionsOf(page, linksIn);
  return [...new Set([...menu, ...groups, ...installation, ...lists, ...letter, ...desk, ...asked])];
}

type LinksIn = (within: string, pattern?: string) => Promise<string[]>;
/** The desk's own pages, the first incident that stands on it, the first runbook, the first service and its objectives. */
async function deskOf(page: Page, linksIn: LinksIn): Promise<string[]> {
  await page.goto("/operate");
  const pages = await linksIn("main nav", "/operate");
  const incident = (await linksIn("main", "/operate/incidents/")).slice(0, 1);
  await page.goto("/operate/runbooks");
  const runbook = (await linksIn("main", "/operate/runbooks/")).slice(0, 1);
  await page.goto("/operate/objectives");
  const objective = (await linksIn("main", "/operate/objectives/")).slice(0, 1);
  await page.goto("/operate/services");
  const service = (await linksIn("main", "/operate/services/")).slice(0, 1);
  return [...pages, ...incident, ...runbook, ...objective, ...service];
}

/** A subscription, the editor of a new one, and why something that was said came or did not. */
async function subscriptionsOf(page: Page, linksIn: LinksIn): Promise<string[]> {
  await page.goto("/subscriptions");
  const links = await linksIn("main", "/subscriptions/");
  const first = (pattern: RegExp) => links.filter((href) => pattern.test(href)).slice(0, 1);
  return [...first(/\/new$/), ...first(/^\/subscriptions\/\d+$/), ...first(/\/signals\/\d+$/)];
}

/** What the browser itself complains of: errors of scripts, console errors, requests that failed. */
function listen(page: Page): string[] {
  const broken: string[] = [];
  const expected = (url: string) => MISSING.includes(new URL(url, page.url()).pathname);
  page.on("pageerror", (error) => broken.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected(message.location().url)) broken.push(message.text());
  });
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400 && !expected(response.url())) broken.push(`${response.status()} ${pathname}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // Leaving a page ends its stream and what it was still asking for.
    if (reason !== "net::ERR_ABORTED") broken.push(`${reason} ${new URL(request.url()).pathname}`);
  });
  return broken;
}

/** Pictures to look at, named by who saw what and how. */
function shotOf(account: { organisation: string; role: string }, dress: Dress, path: string): string {
  const name = [account.role, account.organisation, path, dress.locale, dress.theme, dress.size].join(" ");
  return `test-results/shots/${name.replaceAll(/[^\wæøåÆØÅ]+/g, "-").slice(0, 120)}.jpg`;
}
