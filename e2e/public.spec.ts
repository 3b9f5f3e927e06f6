import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import type { Page } from "@playwright/test";
import { isAlive, placeOf, readPidFile } from "../lib/db/embedded/place.ts";
import { runningServer, stopServer } from "../lib/db/embedded/server.ts";
import { childEnvironment } from "../lib/env.ts";
import { expect, test } from "./fixtures.ts";

const MONTH = new Date().toISOString().slice(0, 7);
const OTHER_LANGUAGE = { da: "English", en: "Dansk" } as const;
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 320, height: 800 } } as const;

/** An incident and a service that the public may read of, as the front page links them. */
async function linksOf(page: Page): Promise<string[]> {
  await page.goto("/");
  const hrefs = await page.locator("main a").evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
  const first = (start: string) => hrefs.filter((href) => href.startsWith(start)).slice(0, 1);
  return [...first("/incidents/"), ...first("/history?service=")];
}

for (const javaScriptEnabled of [true, false]) {
  for (const locale of ["da", "en"] as const) {
    test.describe(`${locale}, ${javaScriptEnabled ? "with" : "without"} scripts`, () => {
      test.use({ javaScriptEnabled });
      for (const [size, viewport] of Object.entries(SIZES)) {
        test(`every public page is whole and readable, ${size}`, async ({ page, demo, expectAccessible }) => {
          test.setTimeout(120_000);
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme: size === "wide" ? "light" : "dark" });
          await page.context().addCookies([{ name: "locale", value: locale, url: demo.url }]);
          const refused: string[] = [];
          page.on(
            "console",
            (message) => message.text().includes("Content Security Policy") && refused.push(message.text()),
          );
          const pages = [
            "/",
            "/?municipality=0851",
            "/history",
            "/history?q=vans",
            `/history/${MONTH}`,
            ...(await linksOf(page)),
          ];
          for (const address of pages) {
            await test.step(address, async () => {
              const status = (await page.goto(address))?.status();
              if (status === 404 && address.startsWith("/incidents/")) {
                // Another test has taken it back meanwhile: then nothing leads there any more.
                await page.goto("/");
                return expect(page.locator(`main a[href="${address}"]`)).toHaveCount(0);
              }
              expect(status).toBe(200);
              await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
              await expect(page.locator("html")).toHaveAttribute("lang", locale);
              await expect(page.getByRole("button", { name: OTHER_LANGUAGE[locale] })).toBeVisible();
              if (!javaScriptEnabled) return;
              expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
                0,
              );
              await expectAccessible();
            });
          }
          expect(refused).toEqual([]);
        });
      }

      test("an unknown incident, month and address are not found, and look alike", async ({ page, demo }) => {
        await page.context().addCookies([{ name: "locale", value: locale, url: demo.url }]);
        const told: (string | null)[] = [];
        for (const address of ["/incidents/1999-1", "/history/1999-01", "/no-such-page"]) {
          expect((await page.goto(address))?.status()).toBe(404);
          const heading = page.getByRole("heading", { level: 1 });
          await expect(heading).toBeVisible();
          told.push(await heading.textContent());
        }
        expect(new Set(told).size).toBe(1);
      });
    });
  }
}

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("the language is changed on the page one stands on, and everywhere", async ({ page }) => {
    await page.goto("/history?severity=major");
    await page.getByRole("button", { name: "English" }).click();
    await expect(page).toHaveURL(/\/history\?severity=major$/);
    await expect(page.getByRole("heading", { level: 1, name: /^History/ })).toBeVisible();
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });

  test("a municipality is asked for, the history is searched, a service is followed to its intervals", async ({
    page,
  }) => {
    await page.goto("/");
    await page.getByLabel("Er min kommune ramt?").selectOption({ label: "Aalborg" });
    await page.getByRole("button", { name: "Vis" }).click();
    await expect(page).toHaveURL(/\?municipality=0851$/);
    await expect(page.getByRole("heading", { name: /Aalborg/ }).first()).toBeVisible();
    await page.getByRole("link", { name: "Hele historikken" }).click();
    await page.getByLabel("Ord eller nummer").fill("vans");
    await page.getByRole("button", { name: "Søg" }).click();
    await expect(page).toHaveURL(/q=vans/);
    await page.getByLabel("Ord eller nummer").fill("");
    await page.getByLabel("Tjeneste", { exact: true }).selectOption({ label: "Advis om sygehusophold" });
    await page.getByRole("button", { name: "Søg" }).click();
    await expect(page.getByRole("heading", { name: "Hvert tidsrum" })).toBeVisible();
    expect(await page.getByRole("row").count()).toBeGreaterThan(3);
  });
});

test("light and dark are chosen by a click, remembered, and shared with the pages inside", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: "Mørk" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto("/history");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "Lys" })).toBeVisible();
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the monthly report prints on white, and fits the width of the paper", async ({ page }) => {
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(`/history/${MONTH}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const [scheme, beyond] = await page.evaluate(() => [
    getComputedStyle(document.documentElement).colorScheme,
    document.documentElement.scrollWidth - innerWidth,
  ]);
  expect(scheme).toBe("light");
  expect(beyond).toBeLessThanOrEqual(0);
  await expect(page.getByRole("button")).toHaveCount(0);
});

for (const role of ["municipality", "vendor", "region", "operator"]) {
  test(`signed in as ${role}, the front page says what concerns one's own, and leads back`, async ({
    page,
    signInAs,
    expectAccessible,
  }) => {
    const { organisation } = await signInAs({ role });
    const answer = await page.goto("/");
    expect(answer?.headers()["cache-control"]).toBe("private, no-store");
    await expect(page.getByRole("heading", { name: /^Det, der vedrører/ })).toBeVisible();
    await expect(page.getByText(organisation).first()).toBeVisible();
    await expectAccessible();
    await page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name: "Kvitteringer" }).click();
    await expect(page).toHaveURL(/\/receipts/);
    await page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name: "Driftsstatus" }).click();
    await expect(page.getByRole("heading", { name: "Lige nu" })).toBeVisible();
  });
}

test.describe("while the database is away", () => {
  test.describe.configure({ mode: "serial", timeout: 180_000 });
  const DATA_DIR = ".data/e2e-public";
  const [FIRST, SECOND] = [3151, 3152];
  const started: ChildProcess[] = [];
  const url = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;
  const textOf = (port: number, path: string) =>
    fetch(url(port, path), { signal: AbortSignal.timeout(5_000) }).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      () => "",
    );

  function run(args: string[], settings: Record<string, string>): ChildProcess {
    const child = spawn(process.execPath, args, { env: childEnvironment(settings), stdio: "ignore" });
    started.push(child);
    return child;
  }

  test.beforeAll(async () => {
    rmSync(DATA_DIR, { recursive: true, force: true });
    mkdirSync(DATA_DIR, { recursive: true });
    run(["scripts/start.ts"], { PORT: String(FIRST), DATA_DIR, DATABASE_URL: "", DEMO: "off" });
    await expect.poll(() => textOf(FIRST, "/api/ready"), { timeout: 120_000, intervals: [250] }).toMatch(/^200/);
  });
  test.afterAll(async () => {
    for (const child of started) child.kill("SIGKILL");
    await stopServer(DATA_DIR);
  });

  test("pages, feeds and banner still answer, and say how old they are, also from a web process that starts then", async ({
    page,
  }) => {
    await expect.poll(() => textOf(FIRST, "/"), { timeout: 20_000 }).toMatch(/^200/);
    const database = (await runningServer(DATA_DIR))?.url ?? "";
    const postgres = readPidFile(placeOf(DATA_DIR))?.pid ?? 0;
    // The starter would bring its database back, so it goes first, and its children with it.
    started[0]?.kill("SIGKILL");
    await expect.poll(() => textOf(FIRST, "/"), { timeout: 15_000 }).toBe("");
    const settings = {
      DATA_DIR,
      DATABASE_URL: database,
      SECRET: "a secret that only this test knows of",
      NODE_ENV: "production",
    };
    const web = (port: number) => run(["scripts/web.ts", "--host", "127.0.0.1"], { ...settings, PORT: String(port) });
    web(FIRST);
    await expect.poll(() => textOf(FIRST, "/"), { timeout: 30_000 }).toMatch(/^200 (?!.*gammel)/s);
    await stopServer(DATA_DIR);
    expect(isAlive(postgres)).toBe(false);
    web(SECOND);
    for (const port of [FIRST, SECOND]) {
      await expect.poll(() => textOf(port, "/"), { timeout: 90_000, intervals: [500] }).toMatch(/^200 .*gammel/s);
      for (const path of [
        "/history",
        `/history/${MONTH}`,
        "/feeds/atom.xml",
        "/calendar.ics",
        "/badge.svg",
        "/embed/banner",
        "/embed/banner.js",
        "/api/v2/status.json",
      ])
        expect([path, (await textOf(port, path)).slice(0, 3)]).toEqual([path, "200"]);
      await page.goto(url(port, "/"));
      await expect(page.getByText(/Siden er .* gammel/)).toBeVisible();
    }
  });
});
