import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import { makePool } from "../lib/db/pool.ts";
import { provideSettings } from "../lib/env.ts";
import { createGrant, createPerson } from "../prisma/factories/directory.ts";
import { cookieOf } from "../prisma/factories/session.ts";
import type { Demo } from "../scripts/start/demo-file.ts";
import { expect, test } from "./fixtures.ts";
import { APP } from "./place.ts";

// One desk: what one of these tests switches on or merges, another would see.
test.describe.configure({ mode: "default", timeout: 60_000 });

const unique = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;

/** Another operator, in a browser of their own. */
async function colleague(
  browser: Browser,
  demo: Demo,
): Promise<{ page: Page; name: string; close: () => Promise<void> }> {
  provideSettings({ SECRET: readFileSync(join(APP.dataDir, "secret"), "utf8").trim() });
  const pool = makePool(demo.databaseUrl, 1);
  const { rows } = await pool.query("SELECT id, name, code FROM organisation WHERE kind = 'operator' LIMIT 1");
  const person = await createPerson(pool, { name: unique("Kollega") });
  await createGrant(pool, person, rows[0], "operator");
  await pool.end();
  const context = await browser.newContext({ locale: "da-DK", timezoneId: "Europe/Copenhagen" });
  const [name = "", value = ""] = (await cookieOf(person.id)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: demo.url }]);
  return { page: await context.newPage(), name: person.name, close: () => context.close() };
}

/** Raises a suspicion by hand, and answers with its address. */
async function raise(page: Page, title: string): Promise<string> {
  await page.goto("/operate");
  const form = page.getByRole("form", { name: "Rejs en formodning" });
  await form.getByRole("checkbox").first().check();
  await form.getByLabel("Overskrift på dansk").fill(title);
  await form.getByLabel("Overskrift på engelsk").fill(`${title} in English`);
  await form.getByRole("button", { name: "Rejs formodning" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(title) })).toBeVisible();
  await expect(page).toHaveURL(/\/operate\/incidents\/\d{4}-\d+$/);
  return new URL(page.url()).pathname;
}

const writing = (page: Page) => page.getByRole("form", { name: "Skriv opdatering" });
const published = (page: Page) => page.getByRole("region", { name: "Udsendt", exact: true });
/** An update that says exactly this. */
const said = (within: Locator, text: string) =>
  within.getByText(text, { exact: true }).and(within.page().getByRole("paragraph"));

/** Step 1: writes both texts, and goes on to the check. */
async function write(page: Page, text: string, phase?: string): Promise<void> {
  const form = writing(page);
  if (phase !== undefined) await form.getByLabel("Fase").selectOption({ label: phase });
  await form.getByLabel("Tekst på dansk").fill(text);
  await form.getByLabel("Tekst på engelsk").fill(`${text} In English.`);
  await form.getByRole("button", { name: "Videre til kontrol" }).click();
  await expect(page.getByRole("heading", { name: /^Kontrollér opdatering/ })).toBeVisible();
}

async function publish(page: Page, text: string, phase?: string): Promise<void> {
  await write(page, text, phase);
  await page.getByRole("button", { name: "Udsend nu" }).click();
  await expect(said(published(page), text)).toBeVisible();
}

test("a suspicion is raised, confirmed, published in two steps, seen by everybody, watched and resolved", async ({
  page,
  browser,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "operator" });
  const title = unique("Kø i postkasserne");
  const address = await raise(page, title);
  await page.goto("/operate");
  await expect(
    page.getByRole("region", { name: "Ure" }).getByText(new RegExp(`^Første varsel.*${title}`)),
  ).toBeVisible();
  await page
    .getByRole("article", { name: new RegExp(title) })
    .getByRole("link", { name: /Bekræft og skriv/ })
    .click();

  const form = writing(page);
  await expect(form.getByLabel("Fase")).toHaveValue("confirmed");
  await form.getByLabel("Skabelon").selectOption({ label: "Bekræftet: Beskeder kommer for sent" });
  await form.getByRole("button", { name: "Indsæt i begge tekster" }).click();
  await expect(form.getByLabel("Tekst på dansk")).toHaveValue(
    /Beskeder kommer frem, men for sent\. .*Næste melding senest/,
  );
  await expect(form.getByLabel("Tekst på engelsk")).toHaveValue(/Messages arrive, but late\. .*Next update by/);
  const text = `${title}: vi leder efter årsagen.`;
  await write(page, text);
  const preview = page.getByRole("region", { name: "Det her bliver udsendt" });
  await expect(preview.getByText(text).first()).toBeVisible();
  await expect(preview.getByText("Gul bjælke, dansk")).toBeVisible();
  await expectAccessible();
  await expect(page.getByRole("region", { name: "Den når" }).getByText("den offentlige side")).toBeVisible();
  await page.getByRole("button", { name: "Udsend nu" }).click();
  await expect(said(published(page), text)).toBeVisible();

  const anybody = await (await browser.newContext({ locale: "da-DK" })).newPage();
  await expect(async () => {
    await anybody.goto("/");
    await expect(anybody.getByText(title).first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await anybody.context().close();

  await page.goto(address);
  await publish(page, `${title}: rettet, vi holder øje.`, "Overvåges");
  await publish(page, `${title}: løst.`, "Løst");
  await expect(page.getByText("Løst er ikke det samme som afviklet")).toBeVisible();
  await page.goto("/operate");
  await expect(page.getByRole("region", { name: "Løst for nylig" }).getByText(title)).toBeVisible();
});

test("two operators write at once: both texts are shown, and neither is lost", async ({
  page,
  browser,
  demo,
  signInAs,
}) => {
  await signInAs({ role: "operator" });
  const title = unique("To skriver");
  const address = await raise(page, title);
  const other = await colleague(browser, demo);
  await other.page.goto(address);
  await writing(page).getByLabel("Tekst på dansk").fill("Min egen tekst.");
  await publish(other.page, "Kollegaens tekst.");
  await expect(page.getByText("Driftsforstyrrelsen er ændret, siden du begyndte at skrive")).toBeVisible();
  await writing(page).getByRole("button", { name: "Gem kladde" }).last().click();
  const meanwhile = page.getByRole("region", { name: "Ændret, mens du skrev." });
  await expect(meanwhile.getByText("Kollegaens tekst.", { exact: true })).toBeVisible();
  await expect(meanwhile).toContainText(other.name);
  await expect(writing(page).getByLabel("Tekst på dansk")).toHaveValue("Min egen tekst.");
  await publish(page, "Min egen tekst.");

  // Likewise at the second step: what is no longer what was checked cannot be published.
  await write(page, "Endnu en tekst.");
  await other.page.goto(address);
  await publish(other.page, "Kollegaens næste.");
  await expect(meanwhile.getByText("Kollegaens næste.", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Udsend nu" })).toHaveCount(0);
  await page.getByRole("link", { name: "Tilbage til teksten" }).click();
  await expect(writing(page).getByLabel("Tekst på dansk")).toHaveValue("Endnu en tekst.");
  await expect(said(published(page), "Kollegaens tekst.")).toBeVisible();
  await other.close();
});

test("where approval is switched on, a colleague publishes, or gives it back", async ({
  page,
  browser,
  demo,
  signInAs,
}) => {
  await signInAs({ role: "operator" });
  await page.goto("/operate/settings");
  await page.getByRole("button", { name: "Kræv godkendelse" }).click();
  await expect(page.getByRole("button", { name: "Kræv ikke godkendelse" })).toBeVisible();
  const title = unique("Skal godkendes");
  const address = await raise(page, title);
  await write(page, "Venter på en kollega.");
  await expect(page.getByRole("button", { name: "Udsend nu" })).toHaveCount(0);
  await page.getByRole("button", { name: "Send til godkendelse" }).click();
  await expect(page).toHaveURL(address);

  const other = await colleague(browser, demo);
  const check = () => other.page.getByRole("link", { name: "Kontrollér og godkend" }).click();
  await other.page.goto(address);
  await check();
  await other.page.getByRole("button", { name: "Send tilbage til forfatteren" }).click();
  await expect(other.page.getByRole("link", { name: "Kontrollér og godkend" })).toHaveCount(0);
  await page.goto(`${address}?step=check`);
  await page.getByRole("button", { name: "Send til godkendelse" }).click();
  await expect(page).toHaveURL(address);
  await other.page.goto(address);
  await check();
  await other.page.getByRole("button", { name: "Godkend og udsend" }).click();
  await expect(published(other.page)).toContainText(`godkendt af ${other.name}`);
  await other.close();
  await page.goto("/operate/settings");
  await page.getByRole("button", { name: "Kræv ikke godkendelse" }).click();
  await expect(page.getByRole("button", { name: "Kræv godkendelse", exact: true })).toBeVisible();
});

test("three parties report one trouble: the reports are gathered, and one is taken out again, as it came", async ({
  page,
  demo,
  signInAs,
}) => {
  await signInAs({ role: "operator" });
  const summaries = ["Første part ser kø", "Anden part ser kø", "Tredje part ser kø"].map(unique);
  const titles: string[] = [];
  for (const [at, summary] of summaries.entries())
    titles.push(await reported(page, demo, SUPPLIERS[at] ?? "", summary));
  const [into = ""] = titles;
  await page.goto(into);
  const like = page.getByRole("region", { name: "Ligner andre" });
  for (const one of titles.slice(1))
    await like.getByRole("checkbox", { name: new RegExp(`^${numberIn(one)} `) }).check();
  await like.getByRole("button", { name: `Saml de valgte under ${numberIn(into)}` }).click();
  const reports = page.getByRole("region", { name: "Meldinger" });
  for (const summary of summaries) await expect(reports.getByText(summary)).toBeVisible();

  const last = reports.getByRole("listitem").filter({ hasText: summaries[2] ?? "" });
  await last.getByRole("checkbox").check();
  await reports.getByText("Skil de valgte ud …").click();
  await reports.getByRole("button", { name: "Skil ud" }).click();
  await expect(reports.getByText(summaries[2] ?? "")).toHaveCount(0);
  await expect(reports.getByText(summaries[1] ?? "")).toBeVisible();
  await page.goto(titles[2] ?? "");
  await expect(page.getByRole("region", { name: "Meldinger" }).getByText(summaries[2] ?? "")).toBeVisible();
});

const numberIn = (address: string) => address.split("/").at(-1) ?? "";

/** Stations at one place on the line: reports about them look alike, and belong to no common incident. */
const SUPPLIERS = ["vans-kmd", "vans-multimed", "vans-strandby"];

/** A source reports trouble at a station; answers with the address of the suspicion that it stands under. */
async function reported(page: Page, demo: Demo, service: string, summary: string): Promise<string> {
  const answer = await fetch(`${demo.url}/api/v1/reports`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      id: randomUUID(),
      service,
      trouble: "degraded",
      startedAt: new Date().toISOString(),
      summary,
    }),
  });
  expect(answer.status).toBe(200);
  await page.goto("/operate");
  for (const link of await page
    .getByRole("region", { name: "Formodninger" })
    .getByRole("heading")
    .getByRole("link")
    .all()) {
    const href = (await link.getAttribute("href")) ?? "";
    if ((await (await page.request.get(href)).text()).includes(summary)) return href;
  }
  throw new Error(`No suspicion bears the report ${summary}`);
}

test("a runbook is written, begun on an incident, and its steps ticked off with who and when", async ({
  page,
  signInAs,
}) => {
  await signInAs({ role: "operator" });
  const title = unique("Kø på postkasser");
  await page.goto("/operate/runbooks");
  const form = page.getByRole("form", { name: "Ny drejebog" });
  await form.getByLabel("Kortnavn").fill(`koe-${randomUUID().slice(0, 8)}`);
  await form.getByLabel("Overskrift på dansk").fill(title);
  await form.getByLabel("Overskrift på engelsk").fill(`${title} in English`);
  await form.getByLabel("Trin på dansk").fill("Se køens længde\nRing til leverandøren");
  await form.getByLabel("Trin på engelsk").fill("Look at the queue");
  await form.getByRole("button", { name: "Gem drejebog" }).click();
  await expect(form.getByText("Der skal være lige mange trin på dansk og engelsk.").first()).toBeVisible();
  await expect(form.getByLabel("Trin på dansk")).toHaveValue("Se køens længde\nRing til leverandøren");
  await form.getByLabel("Trin på engelsk").fill("Look at the queue\nCall the supplier");
  await form.getByRole("button", { name: "Gem drejebog" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  await raise(page, unique("Med drejebog"));
  await page.getByRole("button", { name: `Begynd drejebogen ${title}` }).click();
  const steps = page.getByRole("region", { name: title });
  await expect(steps.getByText("0 af 2 trin udført")).toBeVisible();
  await steps.getByRole("button", { name: "Trin 1 er udført" }).click();
  await expect(steps.getByText("1 af 2 trin udført")).toBeVisible();
  await expect(steps.getByRole("listitem").first()).toContainText(/\d{2}:\d{2}/);
  await steps.getByRole("button", { name: "Fortryd trin 1" }).click();
  await expect(steps.getByText("0 af 2 trin udført")).toBeVisible();
});

test("what is wrong is said at the field, and everything that was typed stays", async ({ page, signInAs }) => {
  await signInAs({ role: "operator" });
  await page.goto("/operate");
  const form = page.getByRole("form", { name: "Rejs en formodning" });
  await form.getByRole("checkbox").first().check();
  await form.getByLabel("Overskrift på dansk").fill("Borger 010203-1234 mangler");
  await form.getByRole("button", { name: "Rejs formodning" }).click();
  await expect(form.getByLabel("Overskrift på dansk")).toHaveAccessibleDescription(/Ligner et CPR-nummer/);
  await expect(form.getByLabel("Overskrift på dansk")).toBeFocused();
  await expect(form.getByLabel("Overskrift på dansk")).toHaveValue("Borger 010203-1234 mangler");
  await expect(form.getByRole("checkbox").first()).toBeChecked();
});

test("the auditor sees the desk and everything on it, and has nothing to press", async ({ page, signInAs }) => {
  await signInAs({ role: "operator" });
  const address = await raise(page, unique("Revideres"));
  await publish(page, "Til revision.");
  await page.context().clearCookies();
  await signInAs({ role: "auditor" });
  for (const path of ["/operate", address, "/operate/runbooks", "/operate/settings"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByRole("form")).toHaveCount(0);
    await expect(page.locator("main form")).toHaveCount(0);
  }
  await page.goto(address);
  await expect(said(published(page), "Til revision.")).toBeVisible();
});

for (const role of ["vendor", "region", "municipality"]) {
  test(`for a ${role} there is no desk`, async ({ page, signInAs }) => {
    await signInAs({ role });
    for (const path of ["/operate", "/operate/incidents/2026-1", "/operate/runbooks", "/operate/settings"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "Findes ikke" })).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Vagtbordets sider" })).toHaveCount(0);
    }
  });
}

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a suspicion is raised and published in two steps, and a mistake loses nothing", async ({ page, signInAs }) => {
    await signInAs({ role: "operator" });
    const title = unique("Uden JavaScript");
    await raise(page, title);
    await expect(page.getByText(/tilbage af 5\smin/)).toBeVisible();
    const form = writing(page);
    await form.getByLabel("Overskrift på dansk").fill("");
    await form.getByLabel("Tekst på dansk").fill("Skrevet uden JavaScript.");
    await form.getByRole("button", { name: "Videre til kontrol" }).click();
    await expect(form.getByLabel("Overskrift på dansk")).toHaveAccessibleDescription("Skal udfyldes.");
    await expect(form.getByLabel("Tekst på dansk")).toHaveValue("Skrevet uden JavaScript.");
    await form.getByLabel("Overskrift på dansk").fill(title);
    await publish(page, "Skrevet uden JavaScript.");
  });
});
