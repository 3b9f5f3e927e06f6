import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import Papa from "papaparse";
import type { DeliveryPage, Overview } from "../lib/ledger/shapes.ts";
import { addDays, danishDay } from "../lib/time/danish.ts";
import { expect, test } from "./fixtures.ts";

/** A day that is over, so that its figures stand still while they are compared. */
const DAY = addDays(danishDay(Date.now()), -3);
const THAT_DAY = `from=${DAY}&to=${DAY}`;

const numberOf = (text: string | null) => Number((text ?? "").replaceAll(".", "").trim());
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("a vendor goes from the overview to an installation, to a letter that misses its receipt, and back", async ({
  page,
  signInAs,
}) => {
  await signInAs({ role: "vendor" });
  await page.goto("/receipts?period=7d");
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: "Mangler", exact: true }) })
    .first();
  const installation = row.getByRole("rowheader").getByRole("link");
  const municipality = await installation.locator("b").textContent();
  await installation.click();
  await expect(heading(page)).toContainText(municipality ?? "no name");
  await expect(page.getByRole("heading", { name: "Udvikling pr. tilstand" })).toBeVisible();

  // The newest: of the old ones the stations' reports are no longer kept.
  await page
    .getByRole("link", { name: /^Følg brevet / })
    .last()
    .click();
  await expect(page.getByRole("heading", { name: "Led for led" })).toBeVisible();
  await expect(heading(page)).toContainText(municipality ?? "no name");
  await expect(page.getByText("Mangler", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/^Ventet, men ikke kommet/).first()).toBeVisible();

  const crumbs = page.getByRole("navigation", { name: "Du er her" });
  await crumbs.getByRole("link", { name: municipality ?? "no name" }).click();
  await expect(page).toHaveURL(/\/receipts\/\d+$/);
  await crumbs.getByRole("link", { name: "Kvitteringer" }).click();
  await expect(page).toHaveURL(/\/receipts$/);
});

test("a letter is found by its whole id, and the id stands in no address", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  const { rows } = (await (await page.request.get("/api/v1/deliveries?limit=1")).json()) as DeliveryPage;
  const id = rows[0]?.letterId ?? "no letter";
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/messages");
  await page.getByLabel("Brev-id, kuvert-id eller besked-id").fill(id);
  await page.getByRole("button", { name: "Find brevet" }).click();
  await expect(page).toHaveURL(new RegExp(`/messages/${rows[0]?.letter}$`));
  await expect(page.getByText(id, { exact: true })).toBeVisible();
  expect(asked.filter((url) => url.includes(id))).toEqual([]);

  await page.goto("/messages");
  const unknown = `${id.slice(0, -4)}zzzz`;
  await page.getByLabel("Brev-id, kuvert-id eller besked-id").fill(unknown);
  await page.getByRole("button", { name: "Find brevet" }).click();
  await expect(page.getByText(/^Vi kender ikke noget brev med det id/)).toBeVisible();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(page.getByLabel("Brev-id, kuvert-id eller besked-id")).toHaveValue(unknown);
});

test("the file of a list holds the list's own rows, as a spreadsheet reads them", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  await page.goto(`/messages?${THAT_DAY}`);
  const total = await totalOf(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Hent CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text.slice(1), {
    header: true,
    skipEmptyLines: true,
  });
  expect([errors, meta.delimiter]).toEqual([[], ";"]);
  expect(data).toHaveLength(total);
  expect(data.every((line) => line["Sendt (dansk tid)"]?.startsWith(DAY))).toBe(true);
  expect(data.flatMap((line) => Object.values(line)).filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
});

/** How many rows a list says it has. */
async function totalOf(page: Page): Promise<number> {
  const foot = await page.getByText(/^Viser [\d.]+ af [\d.]+$/).textContent();
  return numberOf(foot?.split(" af ")[1] ?? null);
}

const MOST_LINKS = 25;
const CUTS = [
  { role: "vendor", search: THAT_DAY },
  { role: "vendor", search: `${THAT_DAY}&group=type` },
  { role: "operator", search: `${THAT_DAY}&group=vendor` },
  { role: "region", search: THAT_DAY },
  { role: "municipality", search: THAT_DAY },
  { role: "municipality", search: `side=sent&from=${addDays(DAY, -3)}&to=${DAY}` },
];

for (const { role, search } of CUTS) {
  test(`every number of a ${role} on /receipts?${search.replace(THAT_DAY, "…")} leads to that many rows`, async ({
    page,
    signInAs,
  }) => {
    await signInAs({ role });
    const overview = (await (await page.request.get(`/api/v1/overview?${search}`)).json()) as Overview;
    expect(overview.total.sent).toBeGreaterThan(0);
    await page.goto(`/receipts?${search}`);
    const links = await page
      .locator('td a[href^="/messages"]')
      .evaluateAll((found) => found.map((a) => ({ href: a.getAttribute("href") ?? "", said: a.textContent })));
    expect(links.length).toBeGreaterThan(3);
    const every = Math.ceil(links.length / MOST_LINKS);
    for (const { href, said } of links.filter((_, at) => at % every === 0)) {
      const list = await page.request.get(`${href.replace("/messages", "/api/v1/deliveries")}&limit=1`);
      const { total } = (await list.json()) as DeliveryPage;
      expect([href, total?.count]).toEqual([href, numberOf(said)]);
    }
    // And once by clicking: the page says the same as the API.
    const last = links.at(-1);
    await page.locator(`td a[href="${last?.href}"]`).last().click();
    await expect(page).toHaveURL(/\/messages/);
    expect(await totalOf(page)).toBe(numberOf(last?.said ?? null));
  });
}
