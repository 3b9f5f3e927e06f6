import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const PAGE = "/operate/services";
const form = (page: Page, name: string) => page.getByRole("form", { name, exact: true });
const unique = (word: string) => `${word}-${Date.now().toString(36)}`;

for (const scripts of ["with scripts", "without scripts"]) {
  test.describe(scripts, () => {
    test.use({ javaScriptEnabled: scripts === "with scripts" });

    test(`a station is added, refused where it is wrong and changed, and a chain runs through it, ${scripts}`, async ({
      page,
      signInAs,
    }) => {
      await signInAs({ role: "operator" });
      await page.goto(PAGE);
      const [station, chain] = [unique("prove-led"), unique("prove-kaede")];
      const added = form(page, "Nyt led");
      await added.getByLabel("Kode").fill("Prøve led");
      await added.getByLabel("Navn på dansk").fill(station);
      await added.getByLabel("Navn på engelsk").fill(station);
      await added.getByLabel("Rækkefølge").fill("900");
      await added.getByLabel("Sted på linjen").selectOption({ label: "Postkasser" });
      // Only in years to come, so that nobody reads of it now.
      await added.getByLabel("Gælder fra").fill("2031-01-01");
      await added.getByRole("button", { name: "Opret led" }).click();
      await expect(added.getByLabel("Kode")).toHaveAccessibleDescription(/Skrevet på en måde/);
      await expect(added.getByLabel("Navn på dansk")).toHaveValue(station);
      await added.getByLabel("Kode").fill(station);
      await added.getByRole("button", { name: "Opret led" }).click();
      await expect(page.getByRole("heading", { level: 1, name: station })).toBeVisible();
      await expect(page.getByRole("row", { name: station })).toContainText("Ingen: tilstanden er ukendt");

      const change = form(page, "Ret tjenesten");
      await change.getByLabel("Note på dansk").fill("kun en prøve");
      await change.getByRole("button", { name: "Gem tjeneste" }).click();
      await expect(change.getByLabel("Note på engelsk")).toHaveAccessibleDescription(/på begge sprog/);
      await change.getByLabel("Note på engelsk").fill("a trial only");
      await change.getByRole("checkbox", { name: "Filer" }).check();
      await change.getByRole("button", { name: "Gem tjeneste" }).click();
      const row = page.getByRole("row", { name: station });
      await expect(row).toContainText("kun en prøve");
      await expect(row).toContainText("Set af Filer");

      await page.goto(PAGE);
      const through = form(page, "Ny kæde");
      await through.getByLabel("Kode").fill(chain);
      await through.getByLabel("Navn på dansk").fill(chain);
      await through.getByLabel("Navn på engelsk").fill(chain);
      await through.getByLabel("Rækkefølge").fill("900");
      await through.getByLabel("Gælder fra").fill("2031-01-01");
      await through.getByRole("checkbox", { name: /^XREF01 / }).check();
      await through.getByLabel(station, { exact: true }).selectOption({ label: "En del" });
      await through.getByRole("button", { name: "Opret kæde" }).click();
      await expect(page.getByRole("row", { name: chain })).toContainText(`En del: ${station}`);
    });
  });
}

test("services are the auditor's to read, and for everybody else there is no such place", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "auditor" });
  await page.goto(`${PAGE}/advis`);
  await expect(page.getByText("Kun operatøren kan ændre tjenester.")).toBeVisible();
  await expect(page.getByRole("form", { name: "Ret tjenesten" })).toHaveCount(0);
  await expectAccessible();
  await signInAs({ role: "municipality" });
  await page.goto(PAGE);
  await expect(page.getByRole("heading", { level: 1, name: "Findes ikke" })).toBeVisible();
});
