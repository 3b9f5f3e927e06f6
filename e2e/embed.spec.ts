import type { Page } from "@playwright/test";
import { anIncident, anUpdate, aSnapshot, words } from "../lib/publication/testing.ts";
import { test as base, expect } from "./fixtures.ts";
import { healthRecord, publisher } from "./peers/health-record.ts";

/** The yellow bar in another's system: on another address, with its own policy, over which we have no say. */
const HIT = aSnapshot({
  incidents: [
    anIncident({
      ...{ startedAt: "2026-01-01T05:11:00.000Z", services: ["advis"] },
      impacts: [{ municipality: "0851", effect: "delayed", from: "2026-01-01T05:11:00.000Z", to: null }],
    }),
  ],
});
const QUIET = aSnapshot({ incidents: [] });
const SCRIPT = (us: string, attributes: string) => `<script async src="${us}/embed/banner.js" ${attributes}></script>`;
const FRAME = (us: string) => `<iframe title="Driftsstatus" src="${us}/embed/banner?municipality=0851"></iframe>`;

type Us = Awaited<ReturnType<typeof publisher>>;
const test = base.extend<{ us: Us; recordWith: (markup: string) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  us: async ({}, use) => {
    const us = await publisher(HIT);
    await use(us);
    await us.goAway();
  },
  recordWith: async ({ us }, use) => {
    const records: { close: () => Promise<void> }[] = [];
    await use(async (markup) => {
      const record = await healthRecord(markup, us.address);
      records.push(record);
      return record.address;
    });
    await Promise.all(records.map((record) => record.close()));
  },
});

const MINUTES = 60_000;
/** Lets time pass, in steps that leave an answer the time to arrive, until what is expected holds. */
const inTime = (page: Page, holds: () => Promise<void>) =>
  expect(async () => {
    await page.clock.runFor(5_000);
    await holds();
  }).toPass({ intervals: [50], timeout: 25_000 });

test("a health record that includes the script shows what is published for its municipality", async ({
  page,
  us,
  recordWith,
}) => {
  const address = await recordWith(SCRIPT(us.address, 'data-municipality="0851"'));
  await page.goto(address);
  const bar = page.getByRole("status");
  await expect(bar).toContainText("Aalborg Kommune: advis om sygehusophold kommer for sent.");
  await expect(bar.getByRole("img", { name: "Delvist nede" })).toBeVisible();
  await expect(bar.getByRole("link", { name: "Læs mere: Aalborg Kommune" })).toHaveAttribute(
    "href",
    `${us.address}/incidents/2026-118`,
  );
  await expect(bar).toHaveCSS("background-color", "rgb(255, 216, 77)");
});

test("a region reads how many of its municipalities are hit; one that is not hit reads nothing", async ({
  page,
  us,
  recordWith,
}) => {
  await page.goto(await recordWith(SCRIPT(us.address, 'data-region="1081"')));
  await expect(page.getByRole("status")).toContainText(
    "1 af 3 kommuner modtager p.t. advis om sygehusophold for sent.",
  );
  await page.goto(await recordWith(SCRIPT(us.address, 'data-region="1084"')));
  await expect.poll(() => us.asked.filter(({ path }) => path === "/embed/banner.json").length).toBe(2);
  await expect(page.getByRole("status")).toBeHidden();
});

test("it disappears by itself when nothing is published any more, and comes back when something is", async ({
  page,
  us,
  recordWith,
}) => {
  await page.clock.install();
  await page.goto(await recordWith(SCRIPT(us.address, 'data-municipality="0851"')));
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
  us.publish(QUIET);
  await inTime(page, () => expect(page.getByRole("status")).toBeHidden({ timeout: 100 }));
  us.publish(HIT);
  await inTime(page, () => expect(page.getByRole("status")).toContainText("Aalborg Kommune", { timeout: 100 }));
});

test("when we are gone there is nothing, and the page is whole", async ({ page, us, recordWith }) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.clock.install();
  const address = await recordWith(SCRIPT(us.address, 'data-municipality="0851"'));
  await page.goto(address);
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
  await us.goAway();
  await page.clock.runFor(4 * MINUTES);
  await expect(page.getByRole("status")).toBeHidden();
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "Journal" })).toBeVisible();
  await expect(page.getByRole("status")).toHaveCount(0);
  expect(errors).toEqual([]);
});

test("while nobody looks, nothing is asked", async ({ page, us, recordWith }) => {
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(document, "hidden", { get: () => sessionStorage.getItem("seen") === null });
  });
  await page.goto(await recordWith(SCRIPT(us.address, 'data-municipality="0851"')));
  await expect.poll(() => us.asked.length).toBe(1);
  await page.clock.runFor(10 * MINUTES);
  expect(us.asked.map(({ path }) => path)).toEqual(["/embed/banner.js"]);
  await page.evaluate(() => {
    sessionStorage.setItem("seen", "yes");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
});

test("no cookie is set or sent, and nothing is kept", async ({ page, context, us, recordWith }) => {
  await context.addCookies([{ name: "session", value: "of somebody", url: us.address }]);
  await page.goto(await recordWith(SCRIPT(us.address, 'data-municipality="0851" crossorigin="anonymous"')));
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
  expect(us.asked.filter(({ path, cookie }) => path.endsWith(".json") && cookie !== undefined)).toEqual([]);
  expect((await context.cookies()).map(({ name }) => name)).toEqual(["session"]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("axe finds nothing, on another's page and in the frame's own", async ({
  page,
  us,
  recordWith,
  expectAccessible,
}) => {
  await page.goto(await recordWith(SCRIPT(us.address, 'data-municipality="0851"')));
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
  await expectAccessible();
  await page.goto(`${us.address}/embed/banner?municipality=0851`);
  await expect(page.getByRole("status")).toContainText("Aalborg Kommune");
  await expectAccessible();
});

test("hostile text is shown as text", async ({ page, us, recordWith }) => {
  const typed = words(`<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`);
  us.publish(
    aSnapshot({
      incidents: [
        anIncident({ startedAt: "2026-01-01T05:11:00.000Z", title: typed, updates: [anUpdate({ text: typed })] }),
      ],
    }),
  );
  await page.goto(await recordWith(SCRIPT(us.address, 'data-municipality="0851"')));
  await expect(page.getByRole("status")).toContainText("<img src=x onerror=");
  await expect(page.getByRole("status").locator("script, p img[src]")).toHaveCount(0);
  await expect(page).toHaveTitle("Journal");
});

test("in a frame, the page keeps itself current", async ({ page, us, recordWith }) => {
  await page.clock.install();
  await page.goto(await recordWith(FRAME(us.address)));
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("status")).toContainText("Aalborg Kommune: advis om sygehusophold kommer for sent.");
  us.publish(QUIET);
  await inTime(page, () => expect(frame.getByRole("status")).toBeHidden({ timeout: 100 }));
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("the frame is complete as it comes", async ({ page, us, recordWith }) => {
    await page.goto(await recordWith(FRAME(us.address)));
    const bar = page.frameLocator("iframe").getByRole("complementary", { name: "Driftsstatus" });
    await expect(bar).toContainText("Aalborg Kommune: advis om sygehusophold kommer for sent.");
    await expect(bar.getByRole("link", { name: "Læs mere: Aalborg Kommune" })).toBeVisible();
    us.publish(QUIET);
    await page.reload();
    await expect(bar).toHaveCount(0);
  });
});
