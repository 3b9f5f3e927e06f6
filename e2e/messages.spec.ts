import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { CITIZEN, emessage, FREE_TEXT, notificationJson, notificationXml } from "../lib/medcom/fixtures.ts";
import { medcomSamples, personsIn } from "../lib/medcom/samples.ts";
import { Random } from "../lib/world/random.ts";
import type { Demo } from "../scripts/start/demo-file.ts";
import { expect, test } from "./fixtures.ts";
import { APP } from "./place.ts";

const RECEIVER = "5790001348120";
const samples = medcomSamples();
const chance = new Random("broken");
const run = Date.now().toString(36);

/** Posts a raw message as the demo's source, and answers what was said. */
async function post(page: Page, { url, apiKey }: Demo, body: string | Buffer, path = "/api/v1/messages") {
  const answer = await page.request.post(`${url}${path}`, {
    headers: { authorization: `Bearer ${apiKey}` },
    data: body,
  });
  return { status: answer.status(), text: await answer.text() };
}

test("a message that cannot be read stands in quarantine with its reason, until it arrives whole", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  const whole = notificationXml({ bundle: `bundle-${run}`, id: `letter-${run}` }).replace("5790000000029", RECEIVER);
  const cut = whole.slice(0, 700);
  expect(await post(page, demo, cut)).toMatchObject({ status: 422, text: expect.stringContaining('"not_xml"') });
  await signInAs({ role: "operator" });
  await page.goto("/receipts");
  await page
    .getByRole("main")
    .getByRole("link", { name: /kunne ikke læses/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Karantæne" })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "Ikke velformet XML" }).filter({ hasText: "700 byte" }).first();
  await expect(row).toContainText("Åben");
  await expectAccessible();
  expect(await post(page, demo, whole)).toMatchObject({ status: 200 });
  await page.getByRole("navigation", { name: "Vis" }).getByRole("link", { name: "Lukkede" }).click();
  await expect(row).toContainText("Lukket");
});

test("what a sender's messages lack is said in plain words, with how many of how many", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  const odd = notificationJson({ bundle: `odd-${run}`, id: `odd-${run}`, event: null });
  expect(await post(page, demo, odd)).toMatchObject({ status: 200 });
  await signInAs({ role: "operator" });
  await page.goto("/conformance");
  const row = page.getByRole("row").filter({ hasText: "unknown" }).filter({ hasText: "Beskedtypen mangler" }).first();
  await expect(row).toContainText(/\d+ af \d+/);
  await expect(row).toContainText("HN TEK_FCC");
  await expectAccessible();
});

test("an old letter is taken at the door and followed in the browser to its journey", async ({
  page,
  demo,
  signInAs,
}) => {
  const id = `Brev${run}`;
  const letter = emessage({ letter: id, envelope: `Kuv${run}` }).replaceAll("5790000000029", RECEIVER);
  expect(await post(page, demo, letter)).toMatchObject({ status: 200 });
  await signInAs({ role: "operator" });
  await page.goto("/messages");
  await expect(async () => {
    await page.getByRole("textbox").fill(id);
    await page.getByRole("button", { name: "Find" }).click();
    await expect(page).toHaveURL(/\/messages\/[\w-]{22}$/, { timeout: 4_000 });
  }).toPass({ timeout: 25_000 });
  await expect(page.getByRole("main")).toContainText(id);
});

test("a journey of a read message, and every answer on the way, is without the citizen", async ({
  page,
  demo,
  signInAs,
}) => {
  const answers = [
    await post(page, demo, notificationJson({ id: `private-${run}`, bundle: `private-${run}` })),
    await post(page, demo, `<Emessage><Patient>${CITIZEN.name} ${CITIZEN.number}</Patient>`),
    await post(page, demo, `{"resourceType":"Bundle","id":"${CITIZEN.number}"`),
    await post(page, demo, notificationJson({ id: CITIZEN.number }), "/fhir"),
  ];
  await signInAs({ role: "operator" });
  const pages: string[] = [];
  for (const path of ["/quarantine?show=all", "/conformance", "/receipts", "/messages"]) {
    await page.goto(path);
    pages.push(await page.content());
  }
  for (const text of [...answers.map(({ text }) => text), ...pages, ...logs()]) {
    for (const secret of [CITIZEN.number, CITIZEN.name, FREE_TEXT]) expect(text.includes(secret)).toBe(false);
  }
});

/** A body cut off somewhere, and one with bytes of it changed: the same ones on every run. */
function broken(whole: Buffer): Buffer[] {
  const somewhere = () => Math.floor(chance.next() * whole.byteLength);
  const changed = Buffer.from(whole);
  for (let i = 0; i < 20; i++) changed[somewhere()] = Math.floor(chance.next() * 256);
  return [whole.subarray(0, somewhere()), changed];
}

/** What the product has written to its logs. */
const logs = (): string[] =>
  readdirSync(APP.dataDir)
    .filter((name) => name.endsWith(".log"))
    .map((name) => readFileSync(join(APP.dataDir, name), "utf8"));

test.describe("MedCom's examples", () => {
  test.skip(samples === null, "MedCom's examples are not there");
  test.describe.configure({ mode: "serial" });

  test("go in at the door, whole, cut off and corrupted, and no person's number or name comes out: in answers, logs or pages", async ({
    page,
    demo,
    signInAs,
  }) => {
    test.setTimeout(180_000);
    const bodies = (samples ?? []).map(({ path }) => readFileSync(path));
    const persons = personsIn(bodies.map((body) => body.toString("latin1")));
    const paths = [
      "/quarantine?show=all",
      "/conformance?period=7d",
      "/receipts?group=type",
      "/messages?from=2024-05-01&to=2024-05-01",
    ];
    const standing = (all: string) => (text: string) =>
      new RegExp(`(?<![\\p{L}\\d])${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\d])`, "u").test(all);
    const read = async (path: string) => {
      await page.goto(path);
      return page.getByRole("main").textContent();
    };
    const shown = async () => {
      const texts: (string | null)[] = [];
      for (const path of paths) texts.push(await read(path));
      const letters = await page
        .locator('main a[href^="/messages/"]')
        .evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));
      for (const letter of letters.slice(0, 5)) texts.push(await read(letter));
      return texts.join("\n");
    };
    await signInAs({ role: "operator" });
    // A name that is also a word or a place of the interface stands there before.
    const before = new Set(persons.names.filter(standing(await shown())));
    const answers: string[] = [];
    for (const body of bodies.flatMap((one) => [one, ...broken(one)])) {
      answers.push((await post(page, demo, body)).text);
    }
    const said = [...answers, ...logs()].join("\n");
    const pages = await shown();
    expect(persons.numbers.length).toBeGreaterThan(5);
    expect(persons.names.length).toBeGreaterThan(5);
    expect(persons.numbers.filter(standing(said + pages))).toEqual([]);
    expect(persons.names.filter(standing(said))).toEqual([]);
    expect(persons.names.filter((name) => !before.has(name) && standing(pages)(name))).toEqual([]);
  });

  test("CareCommunication 42cb9200-… leads from overview to journey for its receiver's vendor, and for no other", async ({
    page,
    demo,
    signInAs,
  }) => {
    test.setTimeout(90_000);
    await signInAs({ role: "vendor", organisation: "Systematic" });
    await page.goto("/receipts?from=2024-05-01&to=2024-05-01");
    await page.getByRole("row").filter({ hasText: "Herlev" }).getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Herlev");
    await page.goto("/messages?from=2024-05-01&to=2024-05-01");
    await page.getByRole("link", { name: /^42cb/ }).click();
    await expect(page).toHaveURL(/\/messages\/[\w-]{22}$/);
    const address = new URL(page.url()).pathname;
    const main = page.getByRole("main");
    await expect(main).toContainText("Kvitteret");
    await expect(main).toContainText("Kilderne er ikke enige");
    // Its receipts are of other days than the letter, so each is told with its own.
    for (const day of [/1\.\ssep\.\s2022/, /1\.\smar\.\s2023/, /24\.\smaj\s2023/])
      await expect(main).toContainText(day);
    for (const { organisation } of demo.accounts.filter(
      ({ role, organisation }) => role === "vendor" && organisation !== "Systematic",
    )) {
      await page.context().clearCookies();
      await signInAs({ role: "vendor", organisation });
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1, name: "Findes ikke" })).toBeVisible();
    }
  });
});
