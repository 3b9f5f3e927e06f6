import { colleague, publish, published, putAway, raise, said, unique, write, writing } from "./desk.ts";
import { expect, test } from "./fixtures.ts";

// One desk: what one of these tests switches on, another would see.
test.describe.configure({ mode: "default", timeout: 60_000 });

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
  await expect(page.getByRole("region", { name: "Ovre for nylig" }).getByText(title)).toBeVisible();
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
  await putAway(page, address);
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
  try {
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
    await putAway(page, address);
  } finally {
    await page.goto("/operate/settings");
    await page.getByRole("button", { name: "Kræv ikke godkendelse" }).click();
    await expect(page.getByRole("button", { name: "Kræv godkendelse", exact: true })).toBeVisible();
  }
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
  await page.context().clearCookies();
  await signInAs({ role: "operator" });
  await putAway(page, address);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a suspicion is raised and published in two steps, and a mistake loses nothing", async ({ page, signInAs }) => {
    await signInAs({ role: "operator" });
    const title = unique("Uden JavaScript");
    const address = await raise(page, title);
    await expect(page.getByText(/tilbage af 5\smin/)).toBeVisible();
    const form = writing(page);
    await form.getByLabel("Overskrift på dansk").fill("");
    await form.getByLabel("Tekst på dansk").fill("Skrevet uden JavaScript.");
    await form.getByRole("button", { name: "Videre til kontrol" }).click();
    await expect(form.getByLabel("Overskrift på dansk")).toHaveAccessibleDescription("Skal udfyldes.");
    await expect(form.getByLabel("Tekst på dansk")).toHaveValue("Skrevet uden JavaScript.");
    await form.getByLabel("Overskrift på dansk").fill(title);
    await publish(page, "Skrevet uden JavaScript.");
    await putAway(page, address);
  });
});
