import type { Page } from "@playwright/test";
import { makePool } from "../lib/db/pool.ts";
import { unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { mailTo } from "./mail.ts";

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
  await expect(
    page.getByText("Send besked til Vagtcentralen om driftsforstyrrelser", { exact: false }).first(),
  ).toBeVisible();
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

test("on a telephone what the filter would have sent stays in sight while it is edited", async ({ page, signInAs }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signInAs(REGION);
  await page.goto("/subscriptions/new");
  const form = page.getByRole("form", { name: "Filteret" });
  const glance = form.getByRole("link", { name: /^De seneste 90 dage: \d+ varsler/ });
  const before = await glance.textContent();
  await form.getByLabel("Servicevindue", { exact: true }).uncheck();
  await expect(page).toHaveURL(/draft=1/);
  await expect(glance).not.toHaveText(before ?? "");
  await expect(form.getByLabel("Servicevindue", { exact: true })).toBeInViewport();
  await expect(glance).toBeInViewport();
  await glance.click();
  await expect(page.getByRole("heading", { name: "Afprøvet på fortiden" })).toBeInViewport();
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

test("from an incident one reads why one was told of it or not, and opens the filter for it", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "municipality" });
  await page.goto("/history");
  await page.locator('article a[href^="/incidents/"]').first().click();
  await page.getByRole("link", { name: "Hvorfor fik vi (ikke) besked?" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Hvorfor fik vi/ })).toBeVisible();
  await expect(page.getByText(/^I (fik|skulle)|er ikke sendt noget ud/).first()).toBeVisible();
  await expectAccessible();
});

test("from a window likewise, for the operator too", async ({ page, signInAs }) => {
  await signInAs({ role: "operator" });
  await page.goto("/");
  await page
    .getByRole("region", { name: "Planlagt" })
    .getByRole("link", { name: "Hvorfor fik vi (ikke) besked?" })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^Hvorfor fik vi/ })).toBeVisible();
});

test("the public is offered no such question", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Hvorfor fik vi (ikke) besked?")).toHaveCount(0);
});

/** A threshold of missing receipts, chosen by clicking, read in the sentence and replayed. */
async function threshold(page: Page, follow: () => Promise<void>): Promise<void> {
  await page.goto("/subscriptions/new");
  const form = page.getByRole("form", { name: "Filteret" });
  await form.getByLabel("Alle valgte lagt sammen").check();
  await form.getByLabel("Kun dem, der mangler").check();
  await form.getByLabel("Mangler, mindst").fill("7");
  await form.getByLabel("inden for minutter").fill("120");
  await follow();
  await expect(
    page.getByText("Manglende kvitteringer meldes, når 7 mangler inden for 120 minutter alle steder lagt sammen.", {
      exact: false,
    }),
  ).toBeVisible();
  await expect(page.getByText(/Manglende kvitteringer (er regnet time for time|kan ikke genafspilles)/)).toBeVisible();
}

test("when receipts count as missing is chosen by clicking, read in the sentence and tried on the past", async ({
  page,
  signInAs,
}) => {
  await signInAs({ role: "municipality" });
  await threshold(page, () => page.getByRole("heading", { level: 1 }).click());
});

test.describe("a threshold without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("likewise, by a button", async ({ page, signInAs }) => {
    await signInAs({ role: "municipality" });
    await threshold(page, () => page.getByRole("button", { name: "Afprøv" }).click());
  });
});

/** A mailbox of the municipality's that has been confirmed. */
async function mailbox(databaseUrl: string, organisation: string): Promise<{ label: string; address: string }> {
  const label = unique("Vagten");
  const address = `${label.replaceAll(" ", "-").toLowerCase()}@example.org`;
  const pool = makePool(databaseUrl, 1);
  await pool.query(
    `INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
     SELECT id, 'email', $2, $3, now(), now() FROM organisation WHERE name = $1`,
    [organisation, label, address],
  );
  await pool.end();
  return { label, address };
}

/** A trial from where an address is chosen: it arrives, and what was typed stands; a second one at once is refused. */
async function trialFromEditor(page: Page, { label, address }: { label: string; address: string }): Promise<void> {
  await page.goto("/subscriptions/new");
  const form = page.getByRole("form", { name: "Filteret" });
  await form.getByLabel("Servicevindue", { exact: true }).uncheck();
  await form.getByLabel("Højst pr. time").fill("7");
  const typed = async () => {
    await expect(form.getByLabel("Servicevindue", { exact: true })).not.toBeChecked();
    await expect(form.getByLabel("Højst pr. time")).toHaveValue("7");
  };
  await form.getByRole("button", { name: `Send en prøve til ${label}` }).click();
  await expect(form.getByRole("status").filter({ hasText: `Prøven til ${label} er sendt.` })).toBeVisible();
  await typed();
  expect((await mailTo(page, address, "Prøve")).subject).toContain("Prøve");
  await form.getByRole("button", { name: `Send en prøve til ${label}` }).click();
  await expect(form.getByRole("alert")).toContainText("Der er lige sendt en besked dertil. Vent fem minutter.");
  await typed();
}

test("a trial is sent from where an address is chosen, and what is typed stays", async ({
  page,
  signInAs,
  demo,
  expectAccessible,
}) => {
  const { organisation } = await signInAs({ role: "municipality" });
  await trialFromEditor(page, await mailbox(demo.databaseUrl, organisation));
  await expectAccessible();
});

test.describe("a trial without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("likewise", async ({ page, signInAs, demo }) => {
    const { organisation } = await signInAs({ role: "municipality" });
    await trialFromEditor(page, await mailbox(demo.databaseUrl, organisation));
  });
});
