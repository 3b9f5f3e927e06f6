import type { Page } from "@playwright/test";
import { makePool } from "../lib/db/pool.ts";
import { somebodyNew, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { mailTo } from "./mail.ts";

test.describe.configure({ timeout: 120_000 });

/** Each kind of account, at an organisation that no other test speaks for. */
const NEWCOMERS = [
  ["region", "o.name = 'Region Sjælland'"],
  ["municipality", "o.kind = 'municipality' AND o.code = '0550'"],
  ["vendor", "o.name = 'CGI'"],
] as const;

/** As if the organisation had never asked for anything: an earlier run of the same data may have. */
async function neverAsked(databaseUrl: string, which: string): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  const own = `organisation_id IN (SELECT o.id FROM organisation o WHERE ${which})`;
  await pool.query(`UPDATE subscription SET ended_at = now() WHERE ended_at IS NULL AND ${own}`);
  await pool.query(
    `UPDATE endpoint SET disabled_at = now(), disabled_why = 'by_owner' WHERE disabled_at IS NULL AND ${own}`,
  );
  await pool.end();
}

/** From the page one signs in to, to what everything would have sent: one click. Answers the address of the subscription. */
async function oneClick(page: Page, organisation: string, email: string, address: string): Promise<string> {
  await page.goto("/receipts");
  const offer = page.getByRole("region", { name: "Varsler til jer" });
  await expect(offer).toContainText(`${organisation} får ingen varsler endnu.`);
  const mailbox = offer.getByLabel("E-mailadresse");
  await expect(mailbox).toHaveValue(email);
  await mailbox.fill(address);
  await offer.getByRole("button", { name: "Alt om min organisation" }).click();
  await expect(page).toHaveURL(/\/subscriptions\/\d+$/);
  return page.url();
}

for (const [role, which] of NEWCOMERS)
  test(`a ${role} that signs in for the first time takes everything in one click, sees what it would have sent, and confirms`, async ({
    browser,
    demo,
  }) => {
    await neverAsked(demo.databaseUrl, which);
    const { page, organisation, email, close } = await somebodyNew(browser, demo, role, which);
    const address = `${unique("vagt").replace(" ", "-")}@example.org`;
    const subscription = await oneClick(page, organisation, email, address);

    await expect(page.getByText("der rammer vores organisation", { exact: false }).first()).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "De seneste 90 dage" })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Der sendes intet endnu" })).toContainText(
      "adressen Postkassen er ikke bekræftet",
    );

    const mail = await mailTo(page, address, "Bekræft");
    await page.goto(new URL(/http\S+\/notices\/\S+/.exec(mail.text)?.[0] ?? "").pathname);
    await page.getByRole("button", { name: "Bekræft" }).click();
    await page.goto(subscription);
    await expect(page.getByText("Der sendes intet endnu")).toHaveCount(0);
    await page.goto("/receipts");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("region", { name: "Varsler til jer" })).toHaveCount(0);

    await page.goto(subscription);
    await page.getByRole("button", { name: "Afslut abonnementet" }).click();
    await expect(page).toHaveURL(/\/subscriptions$/);
    await close();
  });

test("what is wrong with the mailbox is said where it is typed, and nothing is made", async ({ browser, demo }) => {
  const which = "o.kind = 'municipality' AND o.code = '0561'";
  await neverAsked(demo.databaseUrl, which);
  const { page, close } = await somebodyNew(browser, demo, "municipality", which);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/subscriptions");
  const offer = page.getByRole("region", { name: "Varsler til jer" });
  await offer.getByLabel("E-mailadresse").fill("vagten");
  await offer.getByRole("button", { name: "Alt om min organisation" }).click();
  await expect(offer.getByLabel("E-mailadresse")).toBeFocused();
  await expect(offer.getByLabel("E-mailadresse")).toHaveValue("vagten");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await close();
});
