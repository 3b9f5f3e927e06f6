import type { Page } from "@playwright/test";
import { expect as soon, test } from "./fixtures.ts";

// Whom a window hits is read from thirteen weeks of national traffic, on each of its pages.
const expect = soon.configure({ timeout: 15_000 });

const DAY_MS = 86_400_000;
/** The day of a weekday (0 Sunday) at least a week and a half ahead. */
function dayAhead(weekday: number): string {
  const from = Date.now() + 10 * DAY_MS;
  const ahead = (weekday - new Date(from).getUTCDay() + 7) % 7;
  return new Date(from + ahead * DAY_MS).toISOString().slice(0, 10);
}
const WEDNESDAY = dayAhead(3);
const THURSDAY = new Date(Date.parse(WEDNESDAY) + DAY_MS).toISOString().slice(0, 10);
let runs = 0;
const titleOf = () => `Prøve ${Date.now().toString(36)}-${++runs}`;

/** The row that is about a window; others may name it as being at the same time. */
const rowOf = (page: Page, list: string, title: string) =>
  region(page, list)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader").filter({ hasText: title }) });
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Asks the planner for three hours of the distributor, with a weekday 16–08 in mind. */
async function askPlanner(page: Page): Promise<void> {
  await page.goto("/operate/windows");
  await page.getByRole("link", { name: "Planlæg servicevindue" }).click();
  const planner = region(page, "Find det bedste tidspunkt");
  await planner.getByLabel("Beskedfordeler", { exact: true }).check();
  await planner.getByLabel("Længde i timer").fill("3");
  await planner.getByLabel("Fra dag").fill(WEDNESDAY);
  await planner.getByLabel("Til dag").fill(new Date(Date.parse(WEDNESDAY) + 7 * DAY_MS).toISOString().slice(0, 10));
  await planner.getByLabel("Begynder").fill(`${WEDNESDAY}T16:00`);
  await planner.getByLabel("Slutter").fill(`${THURSDAY}T08:00`);
  await planner.getByRole("button", { name: "Find tidspunkter" }).click();
}

async function planned(page: Page, title: string): Promise<void> {
  await askPlanner(page);
  const planner = region(page, "Find det bedste tidspunkt");
  await planner
    .getByRole("link", { name: /^Brug / })
    .first()
    .click();
  const form = page.getByRole("form", { name: "Servicevinduet" });
  await expect(form.getByLabel("Begynder")).not.toHaveValue(`${WEDNESDAY}T16:00`);
  await expect(form.getByLabel("Begynder")).toHaveValue(/^\d{4}-\d{2}-\d{2}T\d{2}:00$/);
  await form.getByLabel("Titel på dansk").fill(title);
  await form.getByLabel("Titel på engelsk").fill(`Trial ${title}`);
  await form.getByRole("button", { name: "Gem servicevindue" }).click();
  await expect(page).toHaveURL(/\/operate\/windows\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** From plan to cancelled, as an operator does it. */
async function wholeLife(page: Page): Promise<void> {
  const title = titleOf();
  await planned(page, title);
  const history = region(page, "Historik");
  await expect(history).toContainText("Intet er varslet");
  await page.getByRole("button", { name: `Varsl: ${title}` }).click();
  await expect(history.getByRole("listitem").filter({ hasText: "Varslet" })).toContainText("af en operatør");

  const move = page.getByRole("form", { name: "Flyt", exact: true });
  await move.getByLabel("Begynder").fill(`${THURSDAY}T05:00`);
  await move.getByLabel("Slutter").fill(`${THURSDAY}T04:00`);
  await move.getByRole("button", { name: "Flyt" }).click();
  await expect(move.getByText("Skal ligge efter begyndelsen.", { exact: true })).toBeVisible();
  await expect(move.getByLabel("Begynder")).toHaveValue(`${THURSDAY}T05:00`);
  await move.getByLabel("Slutter").fill(`${THURSDAY}T06:00`);
  await move.getByRole("button", { name: "Flyt" }).click();
  await expect(history).toContainText(/Flyttet til torsdag .* 05:00–06:00/);

  await page.goto("/operate/windows");
  const row = rowOf(page, "Planlagt", title);
  await expect(row).toContainText("05:00–06:00");
  await row.getByRole("button", { name: `Hold: ${title}` }).click();
  await expect(row).toContainText("Holdt fra");
  await row.getByRole("link", { name: /^Flyt, forlæng eller aflys/ }).click();

  await page.locator("summary", { hasText: /^Aflys$/ }).click();
  await page.getByRole("button", { name: `Aflys: ${title}` }).click();
  await expect(history).toContainText("Aflyst");
  await page.goto("/operate/windows");
  await expect(rowOf(page, "Overstået", title)).toContainText("Aflyst");
}

test("an operator plans a window by its traffic, announces, moves, holds and cancels it", async ({
  page,
  signInAs,
}) => {
  test.setTimeout(90_000);
  await signInAs({ role: "operator" });
  await wholeLife(page);
});

test("a weekday 16–08 is warned of with figures, beside three better times", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "operator" });
  await askPlanner(page);
  const planner = region(page, "Find det bedste tidspunkt");
  await expect(planner.getByRole("heading", { name: /^De 3 bedste tidspunkter/ })).toBeVisible();
  await expect(planner.getByRole("link", { name: /^Brug / })).toHaveCount(3);
  await expect(planner).toContainText(
    /onsdag .* 16:00 – torsdag .* 08:00 rammer ca\. \d[\d.]* beskeder i \d+ kommuner\./i,
  );
  await expect(planner).toContainText(/\d+ af 13 uger har data/);
  await expectAccessible();
});

test("a series has its windows made ahead, and is announced as a whole", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "operator" });
  await page.goto("/operate/windows/series/new");
  await expectAccessible();
  const title = titleOf();
  const form = page.getByRole("form", { name: "Opret serie af servicevinduer" });
  await form.getByLabel("Titel på dansk").fill(title);
  await form.getByLabel("Titel på engelsk").fill(`Trial ${title}`);
  await form.getByLabel("Postkasser", { exact: true }).check();
  await form.getByLabel("Gentages").selectOption({ label: "Hver måned" });
  await form.getByRole("button", { name: "Gem serie" }).click();
  await expect(form.getByText("Skal udfyldes.", { exact: true })).toBeVisible();
  await expect(form.getByLabel("Titel på dansk")).toHaveValue(title);
  await form.getByLabel("Hvilken i måneden").selectOption({ label: "Den anden" });
  await form.getByRole("button", { name: "Gem serie" }).click();
  await expect(page).toHaveURL(/\/operate\/windows\/series\/\d+$/);
  const windows = rowOf(page, "Kommende vinduer", title);
  expect(await windows.count()).toBeGreaterThanOrEqual(2);
  await page.getByRole("button", { name: "Varsl hele serien" }).click();
  await expect(page.getByText(/nye vinduer varsles, når de laves/)).toBeVisible();
  await expect(windows.first()).toContainText("Varslet");
  await expectAccessible();
});

test("two operators at once: the second is told, and what they typed is kept", async ({ page, context, signInAs }) => {
  test.setTimeout(90_000);
  await signInAs({ role: "operator" });
  const title = titleOf();
  await planned(page, title);
  const second = await context.newPage();
  await second.goto(page.url());
  await page.getByRole("button", { name: `Varsl: ${title}` }).click();
  await expect(region(page, "Historik")).toContainText("Varslet");
  const move = second.getByRole("form", { name: "Flyt", exact: true });
  await move.getByLabel("Begynder").fill(`${THURSDAY}T03:00`);
  await move.getByLabel("Slutter").fill(`${THURSDAY}T04:00`);
  await move.getByRole("button", { name: "Flyt" }).click();
  await expect(move.getByRole("alert")).toContainText("Nogen har ændret det");
  await expect(move.getByLabel("Begynder")).toHaveValue(`${THURSDAY}T03:00`);
});

test("an auditor reads windows and changes nothing; for everybody else there is no such page", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "auditor" });
  await page.goto("/operate/windows");
  await expect(page.getByRole("heading", { level: 1, name: "Servicevinduer" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expectAccessible();
  expect((await page.goto("/operate/windows/new"))?.status()).toBe(404);
  for (const role of ["vendor", "region", "municipality"]) {
    await page.context().clearCookies();
    await signInAs({ role });
    for (const path of ["/operate/windows", "/operate/windows/new", "/operate/windows/series/new"]) {
      expect([role, path, (await page.goto(path))?.status()]).toEqual([role, path, 404]);
    }
  }
});

test("at 320 px the list and a window scroll no page sideways", async ({ page, signInAs }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signInAs({ role: "operator" });
  await askPlanner(page);
  await expect(page.getByRole("heading", { name: /bedste tidspunkter/ })).toBeVisible();
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await sideways()).toBeLessThanOrEqual(0);
  await page.goto("/operate/windows");
  expect(await sideways()).toBeLessThanOrEqual(0);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("an operator plans a window by its traffic, announces, moves, holds and cancels it", async ({
    page,
    signInAs,
  }) => {
    test.setTimeout(90_000);
    await signInAs({ role: "operator" });
    await wholeLife(page);
  });
});
