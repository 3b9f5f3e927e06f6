import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Demo } from "../scripts/start/demo-file.ts";
import { putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";

test("three parties report one trouble: the reports are gathered, and one is taken out again, as it came", async ({
  page,
  demo,
  signInAs,
}) => {
  await signInAs({ role: "operator" });
  const summaries = ["Første part ser kø", "Anden part ser kø", "Tredje part ser kø"].map(unique);
  const addresses: string[] = [];
  for (const [at, summary] of summaries.entries())
    addresses.push(await reported(page, demo, SUPPLIERS[at] ?? "", summary));
  const [into = ""] = addresses;
  await page.goto(into);
  const like = page.getByRole("region", { name: "Ligner andre" });
  for (const one of addresses.slice(1))
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
  await page.goto(addresses[2] ?? "");
  await expect(page.getByRole("region", { name: "Meldinger" }).getByText(summaries[2] ?? "")).toBeVisible();
  for (const one of [addresses[2], into]) await putAway(page, one ?? "");
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

  const address = await raise(page, unique("Med drejebog"));
  await page.getByRole("button", { name: `Begynd drejebogen ${title}` }).click();
  const steps = page.getByRole("region", { name: title });
  await expect(steps.getByText("0 af 2 trin udført")).toBeVisible();
  await steps.getByRole("button", { name: "Trin 1 er udført" }).click();
  await expect(steps.getByText("1 af 2 trin udført")).toBeVisible();
  await expect(steps.getByRole("listitem").first()).toContainText(/\d{2}:\d{2}/);
  await steps.getByRole("button", { name: "Fortryd trin 1" }).click();
  await expect(steps.getByText("0 af 2 trin udført")).toBeVisible();
  await putAway(page, address);
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

  test("a form of the desk that somebody else sends changes nothing", async ({ page, demo, signInAs }) => {
    await signInAs({ role: "operator" });
    await page.goto("/operate");
    const form = page.getByRole("form", { name: "Rejs en formodning" });
    const title = unique("Sendt af en anden");
    await form.getByRole("checkbox").first().check();
    await form.getByLabel("Overskrift på dansk").fill(title);
    await form.getByLabel("Overskrift på engelsk").fill(title);
    const fields: Record<string, string> = await form.evaluate((element) =>
      Object.fromEntries([...new FormData(element as HTMLFormElement)].map(([name, value]) => [name, String(value)])),
    );
    const send = (origin: string) => page.request.post("/operate", { multipart: fields, headers: { origin } });
    for (const role of ["auditor", "vendor", "municipality"]) {
      await page.context().clearCookies();
      await signInAs({ role });
      const answer = await send(new URL(demo.url).origin);
      if (role === "auditor") expect(await answer.text()).toContain("Det må du ikke.");
    }
    await page.context().clearCookies();
    await signInAs({ role: "operator" });
    expect((await send("https://another.example")).ok()).toBe(false);
    await page.goto("/operate");
    await expect(page.getByRole("article").filter({ hasText: title })).toHaveCount(0);
    // The same fields from our own page do raise it: what is tested above is who sends them.
    expect((await send(new URL(demo.url).origin)).ok()).toBe(true);
    await page.goto("/operate");
    await page
      .getByRole("article")
      .filter({ hasText: title })
      .getByRole("link", { name: /Bekræft/ })
      .click();
    await putAway(page, new URL(page.url()).pathname);
  });
});
