import type { Page } from "@playwright/test";
import { makePool } from "../lib/db/pool.ts";
import { colleague, publish, putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { mailTo } from "./mail.ts";

test.describe.configure({ timeout: 150_000 });

test.beforeEach(async ({ demo }) => {
  // Runs of one machine share an hour, and one may only ask so often in it.
  const pool = makePool(demo.databaseUrl, 1);
  await pool.query("DELETE FROM allowance");
  await pool.end();
});

const linkIn = (text: string): string => new URL(/http\S+\/subscribe\/\S+/.exec(text)?.[0] ?? "").pathname;
type Look = (what: string) => Promise<void>;

/** From the front page to being told, and out again: `look` is called on each page on the way. */
async function wholeWay(page: Page, operator: Page, look: Look): Promise<void> {
  const [address, title] = [`${unique("laeser").replace(" ", "-")}@example.org`, unique("For alle")];
  await page.goto("/");
  await page.getByRole("link", { name: "Få besked på e-mail" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Få besked på e-mail" })).toBeVisible();
  await look("form");

  // What is wrong is named where it is, and nothing is lost.
  const where = page.getByRole("group", { name: "Hvor", exact: true });
  await where.getByText("Region Nordjylland", { exact: true }).click();
  await where.getByRole("checkbox", { name: "Aalborg" }).check();
  await where.getByRole("checkbox", { name: "Rebild" }).check();
  await where.getByText("Region Syddanmark", { exact: true }).click();
  await where.getByRole("checkbox", { name: "Hele Region Syddanmark" }).check();
  await page.getByLabel("E-mailadresse").fill("laeser");
  await page.getByRole("button", { name: "Send mig et link" }).click();
  await expect(page.getByLabel("E-mailadresse")).toBeFocused();
  await expect(page.getByLabel("E-mailadresse")).toHaveAccessibleDescription(/Skriv en e-mailadresse som/);
  await expect(page.getByLabel("E-mailadresse")).toHaveValue("laeser");
  await expect(where.getByRole("checkbox", { name: "Rebild" })).toBeChecked();
  await look("wrong");
  await page.getByLabel("E-mailadresse").fill(address);
  await page.getByRole("button", { name: "Send mig et link" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Se i postkassen" })).toBeVisible();
  await look("sent");

  // The link shows; only the button confirms.
  const own = linkIn((await mailTo(page, address, "Bekræft")).text);
  await page.goto(own);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Vil du have besked?" })).toBeVisible();
  await expect(
    page.getByText(/^Send besked til dig om .* hos alle i Region Syddanmark, Rebild og Aalborg\.$/),
  ).toBeVisible();
  await look("waiting");
  await page.getByRole("button", { name: "Ja, send mig besked" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Bekræftet." })).toBeVisible();

  // An incident is published, without saying whom it hits.
  const incident = await raise(operator, title);
  await publish(operator, "Beskeder kommer for sent.");
  const notice = await mailTo(page, address, title);
  expect(notice.subject).toContain(title);
  expect(notice.text).toContain("Beskeder kommer for sent.");
  expect(linkIn(notice.text)).toBe(own);

  await page.goto(own);
  await expect(
    page.getByRole("region", { name: "Sendt til dig" }).getByRole("link", { name: new RegExp(title) }),
  ).toBeVisible();
  await page.getByLabel("Hvor alvorligt").selectOption({ label: "Kun kritisk" });
  // What was chosen stands open; a place is taken out, another is left.
  await expect(where.getByText("Region Nordjylland (2 valgt)", { exact: true })).toBeVisible();
  await where.getByRole("checkbox", { name: "Rebild" }).uncheck();
  await where.getByRole("checkbox", { name: "Hele Region Syddanmark" }).uncheck();
  await page.getByRole("button", { name: "Gem" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Gemt." })).toBeVisible();
  await expect(page.getByText(/ hos Aalborg, når alvoren er mindst kritisk\.$/)).toBeVisible();
  await look("own");

  // Leaving is told to the mailbox, where others take it back.
  await page.getByRole("button", { name: "Afmeld" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Afmeldt" })).toBeVisible();
  await look("left");
  const last = await mailTo(page, address, "afmeldt");
  expect(last.subject).toBe("Adressen er afmeldt driftsstatus for sundhedsbeskeder");
  await page.goto(linkIn(last.text));
  await page.getByRole("button", { name: "Tag det tilbage" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Du får besked igen" })).toBeVisible();
  await page.getByRole("button", { name: "Afmeld" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Afmeldt" })).toBeVisible();
  await putAway(operator, incident);
}

test("somebody without an account is told of what is public, changes what they asked for, and leaves, on a small screen", async ({
  page,
  browser,
  demo,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const operator = await colleague(browser, demo);
  await wholeWay(page, operator.page, async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible();
  });
  await operator.close();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the same", async ({ page, browser, demo }) => {
    const operator = await colleague(browser, demo);
    await wholeWay(page, operator.page, async () => {});
    await operator.close();
  });
});
