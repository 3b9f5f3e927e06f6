import { expect, test } from "./fixtures.ts";

test.use({ javaScriptEnabled: false });

test("without scripts: signed in with one click, the overview has its rows and its figures", async ({
  page,
  signInAs,
}) => {
  await signInAs({ role: "vendor" });
  await expect(page.getByRole("heading", { level: 1, name: "Kvitteringer" })).toBeVisible();
  await expect(page.getByText(/ventede kvitteringer det seneste døgn/).first()).toBeVisible();
  expect(await page.getByRole("row").count()).toBeGreaterThan(5);
});

test("without scripts: filters are set, seen and removed", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  await page.getByText(/^\+ Region, kommune/).click();
  await page.getByLabel("Tilstand", { exact: true }).selectOption({ label: "Kvitteret sent" });
  await page.getByLabel("Periode", { exact: true }).selectOption({ label: "Seneste 7 dage" });
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page).toHaveURL(/\/receipts\?state=late_ok&period=7d$/);
  await page.getByRole("link", { name: "Fjern filteret Tilstand: Kvitteret sent" }).click();
  await expect(page).toHaveURL(/\/receipts\?period=7d$/);
  await page.getByRole("navigation", { name: "Gruppér efter" }).getByRole("link", { name: "Beskedtype" }).click();
  await expect(page).toHaveURL(/\/receipts\?period=7d&group=type$/);
});

test("without scripts: the language is changed and remembered, on the page one stands on", async ({
  page,
  signInAs,
}) => {
  await signInAs({ role: "municipality" });
  await page.goto("/messages?period=7d");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(/\/messages\?period=7d$/);
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await page.getByRole("link", { name: "Receipts" }).first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("without scripts: a letter is followed from the list, and found by its id", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  await page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name: "Beskeder" }).click();
  await page.locator('main a[href^="/messages/"]').first().click();
  await expect(page.getByRole("heading", { name: "Led for led" })).toBeVisible();
  const address = page.url();
  const id = await page.getByText("Brev-id", { exact: true }).locator("xpath=following-sibling::*[1]").textContent();
  await page.goto("/messages");
  await page.getByLabel("Brev-id, kuvert-id eller besked-id").fill(id ?? "no id");
  await page.getByRole("button", { name: "Find brevet" }).click();
  await expect(page).toHaveURL(address);
});

test("without scripts: signing out ends the session", async ({ page, signInAs }) => {
  await signInAs({ role: "auditor" });
  await page.getByRole("button", { name: "Log ud" }).click();
  await page.goto("/receipts");
  await expect(page).toHaveURL(/\/sign-in/);
});
