import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import type { Role } from "../lib/access/viewer.ts";
import { makePool } from "../lib/db/pool.ts";
import { provideSettings } from "../lib/env.ts";
import { createGrant, createPerson } from "../prisma/factories/directory.ts";
import { cookieOf } from "../prisma/factories/session.ts";
import type { Demo } from "../scripts/start/demo-file.ts";
import { expect } from "./fixtures.ts";
import { APP } from "./place.ts";

/** What people do at the operator's desk, found by role and label. */
export const unique = (what: string) => `${what} ${randomUUID().slice(0, 8)}`;

type Somebody = { page: Page; name: string; email: string; organisation: string; close: () => Promise<void> };

/** Another operator, in a browser of their own. */
export const colleague = (browser: Browser, demo: Demo): Promise<Somebody> =>
  somebodyNew(browser, demo, "operator", "kind = 'operator'");

/** Somebody with an account made this moment, in a browser of their own, for the first organisation of which `which` holds. */
export async function somebodyNew(browser: Browser, demo: Demo, role: Role, which: string): Promise<Somebody> {
  provideSettings({ SECRET: readFileSync(join(APP.dataDir, "secret"), "utf8").trim() });
  const pool = makePool(demo.databaseUrl, 1);
  const { rows } = await pool.query(`SELECT id, name, code FROM organisation o WHERE ${which} ORDER BY id LIMIT 1`);
  const person = await createPerson(pool, { name: unique("Kollega") });
  await createGrant(pool, person, rows[0], role);
  await pool.end();
  const context = await browser.newContext({ locale: "da-DK", timezoneId: "Europe/Copenhagen" });
  const [name = "", value = ""] = (await cookieOf(person.id)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: demo.url }]);
  const page = await context.newPage();
  return { page, name: person.name, email: person.email, organisation: rows[0].name, close: () => context.close() };
}

/** Raises a suspicion by hand, of the first service there is unless another is named, and answers with its address. */
export async function raise(page: Page, title: string, service?: string): Promise<string> {
  await page.goto("/operate");
  const form = page.getByRole("form", { name: "Rejs en formodning" });
  const services = service === undefined ? form.getByRole("checkbox") : form.getByRole("checkbox", { name: service });
  await services.first().check();
  await form.getByLabel("Overskrift på dansk").fill(title);
  await form.getByLabel("Overskrift på engelsk").fill(`${title} in English`);
  await form.getByRole("button", { name: "Rejs formodning" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(title) })).toBeVisible();
  await expect(page).toHaveURL(/\/operate\/incidents\/\d{4}-\d+$/);
  return new URL(page.url()).pathname;
}

export const writing = (page: Page) => page.getByRole("form", { name: "Skriv opdatering" });
export const published = (page: Page) => page.getByRole("region", { name: "Udsendt", exact: true });
/** An update that says exactly this. */
export const said = (within: Locator, text: string) =>
  within.getByText(text, { exact: true }).and(within.page().getByRole("paragraph"));

/** Step 1: writes both texts, and goes on to the check. */
export async function write(page: Page, text: string, phase?: string): Promise<void> {
  const form = writing(page);
  if (phase !== undefined) await form.getByLabel("Fase").selectOption({ label: phase });
  await form.getByLabel("Tekst på dansk").fill(text);
  await form.getByLabel("Tekst på engelsk").fill(`${text} In English.`);
  await form.getByRole("button", { name: "Videre til kontrol" }).click();
  await expect(page.getByRole("heading", { name: /^Kontrollér opdatering/ })).toBeVisible();
}

/** Takes away what a test left, so that the next run finds the desk as this one did. */
export async function putAway(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const published = await page.getByText("Træk tilbage …").isVisible();
  await page.getByText(published ? "Træk tilbage …" : "Afvis …").click();
  await page.getByRole("button", { name: published ? "Træk tilbage nu" : /^Afvis \d{4}-/ }).click();
  if (published) await expect(page.getByText(/^Trukket tilbage \d/)).toBeVisible();
  else await expect(page).toHaveURL("/operate");
}

/** Writes and publishes. Where somebody came to be told meanwhile, the page shows whom it goes to now and is asked again. */
export async function publish(page: Page, text: string, phase?: string): Promise<void> {
  await write(page, text, phase);
  const [button, done] = [page.getByRole("button", { name: "Udsend nu" }), said(published(page), text)];
  await expect(async () => {
    if (await button.isVisible()) await button.click();
    await expect(done).toBeVisible();
  }).toPass({ timeout: 30_000 });
}
