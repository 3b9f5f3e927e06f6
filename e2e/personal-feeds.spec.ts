import type { Locator, Page } from "@playwright/test";
import ical, { type VEvent } from "node-ical";
import RssParser from "rss-parser";
import { publish, putAway, raise, unique } from "./desk.ts";
import { expect as soon, test } from "./fixtures.ts";

// Whom a window hits is read from thirteen weeks of national traffic, on each of its pages.
const expect = soon.configure({ timeout: 15_000 });

const REGION = { role: "region", organisation: "Region Nordjylland" };
const onDay = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const rowOf = (page: Page, label: string) =>
  page.getByRole("table", { name: "Adresser" }).getByRole("row").filter({ hasText: label });

/** Makes an address, which is told this once. */
async function make(page: Page, label: string, channel: string): Promise<string> {
  const add = page.getByRole("form", { name: "Lav et feed eller en kalender" });
  await add.getByLabel("Funktion").fill(label);
  await add.getByLabel("Slags").selectOption({ label: channel });
  await add.getByRole("button", { name: "Lav adressen" }).click();
  await expect(rowOf(page, label)).toContainText("Ikke hentet endnu");
  return toldIn(add);
}
const toldIn = async (form: Locator) => (await form.getByRole("status").locator("code").textContent()) ?? "";

/** Everything that is said, to both addresses and no other; answers the subscription's page. */
async function subscribe(page: Page, labels: readonly string[]): Promise<string> {
  await page.goto("/subscriptions/new");
  const form = page.getByRole("form", { name: "Filteret" });
  await form.getByLabel("Kun det, der rammer os").uncheck();
  const to = form.getByRole("group", { name: "Adresser" });
  for (const box of await to.getByRole("checkbox").all()) await box.uncheck();
  for (const label of labels) await to.getByRole("checkbox", { name: new RegExp(label) }).check();
  await form.getByRole("button", { name: "Gem filteret" }).click();
  await expect(page).toHaveURL(/\/subscriptions\/\d+$/);
  return page.url();
}

/** What a reader of feeds and one of calendars understand of an address, without anybody's cookies. */
async function entries(address: string) {
  const { items } = await new RssParser().parseString(await (await fetch(address)).text());
  return items.map(({ title, link, contentSnippet }) => ({ title, link, text: contentSnippet ?? "" }));
}
async function eventOf(address: string, title: string): Promise<VEvent | undefined> {
  const file = ical.sync.parseICS(await (await fetch(address)).text());
  const events = Object.values(file).filter((part): part is VEvent => part?.type === "VEVENT");
  return events.find(({ summary }) => String(summary).includes(title));
}
const status = async (address: string) => (await fetch(address)).status;

async function announceWindow(page: Page, title: string): Promise<void> {
  await page.goto("/operate/windows/new");
  const form = page.getByRole("form", { name: "Servicevinduet" });
  await form.getByLabel("Titel på dansk").fill(title);
  await form.getByLabel("Titel på engelsk").fill(`${title} in English`);
  await form.getByLabel("Beskedfordeler", { exact: true }).check();
  await form.getByLabel("Begynder").fill(`${onDay(12)}T05:00`);
  await form.getByLabel("Slutter").fill(`${onDay(12)}T06:00`);
  await form.getByRole("button", { name: "Gem servicevindue" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: `Varsl: ${title}` }).click();
  await expect(region(page, "Historik").getByRole("listitem").filter({ hasText: "Varslet" })).toBeVisible();
}

async function moveWindow(page: Page): Promise<void> {
  const move = page.getByRole("form", { name: "Flyt", exact: true });
  await move.getByLabel("Begynder").fill(`${onDay(13)}T07:00`);
  await move.getByLabel("Slutter").fill(`${onDay(13)}T09:00`);
  await move.getByRole("button", { name: "Flyt" }).click();
  await expect(region(page, "Historik")).toContainText(/Flyttet til /);
}

async function cancelWindow(page: Page, title: string): Promise<void> {
  await page.locator("summary", { hasText: /^Aflys$/ }).click();
  await page.getByRole("button", { name: `Aflys: ${title}` }).click();
  await expect(region(page, "Historik")).toContainText("Aflyst");
}

test("what is published is read in a feed and a calendar of one's own, and no longer once they are closed", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(180_000);
  const [feedLabel, calendarLabel] = [unique("Vagtens feed"), unique("Vagtens kalender")];
  const [incidentTitle, windowTitle] = [unique("Forsinkelse"), unique("Opdatering")];
  await signInAs(REGION);
  await page.goto("/subscriptions");
  const feed = await make(page, feedLabel, "Feed");
  const calendar = await make(page, calendarLabel, "Kalender");
  expect(feed).toMatch(/\/feeds\/personal\/[\w-]{43}\.xml$/);
  expect(calendar).toMatch(/\/calendar\/personal\/[\w-]{43}\.ics$/);
  await expectAccessible();
  await page.reload();
  expect(await page.content()).not.toContain(new URL(feed).pathname);
  const subscription = await subscribe(page, [feedLabel, calendarLabel]);
  expect(await entries(feed)).toEqual([]);
  for (const address of [feed, calendar, `${feed}x`])
    expect((await fetch(address)).headers.get("referrer-policy")).toBe("no-referrer");

  await page.context().clearCookies();
  await signInAs({ role: "operator" });
  const incident = await raise(page, incidentTitle);
  await publish(page, "Beskeder kommer for sent.");
  await announceWindow(page, windowTitle);
  const number = incident.split("/").at(-1);
  await expect
    .poll(async () => (await entries(feed)).find(({ title }) => title?.includes(incidentTitle)))
    .toMatchObject({
      title: expect.stringMatching(/^Demodata: \[Åbnet\] /),
      link: expect.stringMatching(new RegExp(`/incidents/${number}$`)),
      text: expect.stringMatching(/Beskeder kommer for sent\.[\s\S]*Hvorfor/),
    });
  await expect.poll(() => eventOf(calendar, windowTitle)).toMatchObject({ status: "CONFIRMED", sequence: 0 });
  expect(await eventOf(calendar, incidentTitle)).toBeUndefined();
  const before = await eventOf(calendar, windowTitle);
  await moveWindow(page);
  const moved = await eventOf(calendar, windowTitle);
  expect(moved).toMatchObject({ uid: before?.uid, status: "CONFIRMED", sequence: 1 });
  expect(moved?.start.toISOString().slice(0, 10)).toBe(onDay(13));
  await cancelWindow(page, windowTitle);
  expect(await eventOf(calendar, windowTitle)).toMatchObject({ uid: before?.uid, status: "CANCELLED", sequence: 2 });
  await page.goto(`/told/incident/${number}`);
  await expect(
    page.getByRole("row").filter({ hasText: "Region Nordjylland" }).filter({ hasText: "Feed" }),
  ).toBeVisible();
  await putAway(page, incident);

  await page.context().clearCookies();
  await signInAs(REGION);
  await page.goto("/subscriptions");
  await expect(rowOf(page, feedLabel)).toContainText(/Sidst hentet \d/);
  await rowOf(page, feedLabel).getByRole("button", { name: "Lav en ny adresse" }).click();
  const renewed = await toldIn(rowOf(page, feedLabel));
  expect(renewed).not.toBe(feed);
  expect([await status(feed), await status(renewed)]).toEqual([404, 200]);
  expect((await entries(renewed)).some(({ title }) => title?.includes(incidentTitle))).toBe(true);
  for (const [label, address] of [
    [feedLabel, renewed],
    [calendarLabel, calendar],
  ] as const) {
    await rowOf(page, label).getByRole("button", { name: "Fjern" }).click();
    await expect(rowOf(page, label)).toContainText("Slået fra af jer selv");
    expect(await status(address)).toBe(404);
  }
  await page.goto(subscription);
  await page.getByRole("button", { name: "Afslut abonnementet" }).click();
  await expect(page).toHaveURL(/\/subscriptions$/);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("an address is made, made anew and removed", async ({ page, signInAs }) => {
    const label = unique("Vagtens feed");
    await signInAs(REGION);
    await page.goto("/subscriptions");
    const first = await make(page, label, "Feed");
    await rowOf(page, label).getByRole("button", { name: "Lav en ny adresse" }).click();
    const second = await toldIn(rowOf(page, label));
    expect([await status(first), await status(second)]).toEqual([404, 200]);
    await rowOf(page, label).getByRole("button", { name: "Fjern" }).click();
    await expect(rowOf(page, label)).toContainText("Slået fra af jer selv");
    expect(await status(second)).toBe(404);
  });
});
