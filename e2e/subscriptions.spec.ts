import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const REGION = { organisation: "Region Nordjylland" };
const verdict = (page: Page) => page.getByRole("status").filter({ hasText: "De seneste" });
const told = async (page: Page): Promise<number> => {
  const text = (await verdict(page).textContent()) ?? "";
  return Number(/: (\d+) vars/.exec(text)?.[1] ?? 0);
};

/** Everything of the organisation in one click, narrowed, seen on the past, and saved. */
async function wholeLife(page: Page, follow: () => Promise<void>): Promise<void> {
  await page.goto("/subscriptions");
  await page.getByRole("button", { name: "Alt om min organisation" }).click();
  await expect(page).toHaveURL(/\/subscriptions\/\d+$/);
  const address = page.url();
  await expect(page.getByText("Send til Vagtcentralen om driftsforstyrrelser", { exact: false }).first()).toBeVisible();
  const before = await told(page);
  expect(before).toBeGreaterThan(0);

  const form = page.getByRole("form", { name: "Filteret" });
  await form.getByLabel("Servicevindue", { exact: true }).uncheck();
  await form.getByLabel("Opdateret", { exact: true }).uncheck();
  await follow();
  await expect(page.getByText("Kun når det åbner eller er løst", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Varsler", exact: true })).toBeVisible();
  expect(await told(page)).toBeLessThan(before);

  await form.getByRole("button", { name: "Gem filteret" }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByText(/^Gemt /)).toBeVisible();
  await expect(form.getByLabel("Servicevindue", { exact: true })).not.toBeChecked();

  await page.getByRole("button", { name: "Afslut abonnementet" }).click();
  await expect(page).toHaveURL(/\/subscriptions$/);
}

test("a region takes everything, narrows it, sees what that would have sent, and saves it", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs(REGION);
  await wholeLife(page, async () => {
    await expect(page).toHaveURL(/draft=1/);
    await expectAccessible();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the same, by a button", async ({ page, signInAs }) => {
    await signInAs(REGION);
    await wholeLife(page, () => page.getByRole("button", { name: "Afprøv" }).click());
  });
});

test("of anything that was said one reads why it came or did not", async ({ page, signInAs, expectAccessible }) => {
  await signInAs(REGION);
  await page.goto("/subscriptions");
  await page.getByRole("region", { name: "Hvad der er sagt" }).getByRole("rowheader").getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Hvorfor fik vi det, og hvorfor ikke" })).toBeVisible();
  await expect(page.getByText(/Blev (ikke )?varslet\./).first()).toBeVisible();
  await expectAccessible();
});

test("an auditor reads what was asked for and changes nothing", async ({ page, signInAs }) => {
  await signInAs({ role: "auditor" });
  await page.goto("/subscriptions");
  await expect(page.getByText("Du kan se abonnementer, men ikke ændre dem.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Alt om min organisation" })).toHaveCount(0);
});
