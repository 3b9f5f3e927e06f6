import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const PAGE = "/operate/objectives";
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

for (const [scripts, service, months] of [
  ["with scripts", "MultiMed VANS", ["januar 2031", "2031-01"]],
  ["without scripts", "TrueCommerce VANS", ["februar 2031", "2031-02"]],
] as const) {
  test.describe(scripts, () => {
    test.use({ javaScriptEnabled: scripts === "with scripts" });
    const [inWords, month] = months;

    test(`an objective is written, refused where it is wrong, corrected and taken back, ${scripts}`, async ({
      page,
      signInAs,
    }) => {
      await signInAs({ role: "operator" });
      await page.goto(PAGE);
      await page.getByRole("link", { name: service }).click();
      const form = page.getByRole("form", { name: "Nyt servicemål" });
      await form.getByLabel("Fra måned").fill(month);
      await form.getByLabel("Mål i arbejdstid, %").fill("199,9");
      await form.getByLabel("Kilde").fill("Driftsaftale, prøve");
      await form.getByLabel("Antaget").uncheck();
      await form.getByRole("button", { name: "Gem servicemål" }).click();
      // What is wrong is said at the field, and everything that was typed stays.
      await expect(form.getByLabel("Mål i arbejdstid, %")).toHaveAccessibleDescription(/^For stort: højst 100 %/);
      await expect(form.getByLabel("Kilde")).toHaveValue("Driftsaftale, prøve");
      await form.getByLabel("Mål i arbejdstid, %").fill("99,9");
      await form.getByRole("button", { name: "Gem servicemål" }).click();
      const row = region(page, "Servicemål og fra hvornår").getByRole("row", { name: inWords });
      await expect(row).toContainText("99,9 %");
      await expect(row).not.toContainText("Antaget:");
      // What is in force now is another one still.
      await expect(page.getByText("99,8 % på hverdage kl. 6–18")).toBeVisible();

      await row.getByText(`Ret målet fra ${inWords}`).click();
      const change = page.getByRole("form", { name: `Ret målet fra ${inWords}` });
      await change.getByLabel("Mål i øvrig tid, %").fill("97");
      await change.getByRole("button", { name: "Gem servicemål" }).click();
      await expect(row).toContainText("97 %");
      // With scripts the page is not loaded anew, and what was opened stays open.
      if (scripts === "without scripts") await row.getByText(`Ret målet fra ${inWords}`).click();
      await page.getByRole("button", { name: `Fjern målet fra ${inWords}` }).click();
      await expect(row).toHaveCount(0);
    });
  });
}

test("frozen months list every interval that made them, and the corrected outage stands beside its month", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "auditor" });
  await page.goto(`${PAGE}/fordeler-ydby`);
  const frozen = region(page, "Frosne måneder");
  const restated = frozen.getByRole("row").filter({ hasText: "opgjort igen" }).first();
  await expect(restated).toBeVisible();
  await restated.getByText(/periode.*i alt/).click();
  await expect(restated.getByRole("link", { name: /^driftsforstyrrelse \d{4}-\d+$/ }).first()).toBeVisible();
  await expectAccessible();
  // Who reads only is offered nothing to change.
  await expect(page.getByRole("button", { name: "Gem servicemål" })).toHaveCount(0);
  await expect(page.getByText("Kun operatøren kan ændre servicemål.")).toBeVisible();
});

test("for anybody else there is no such page", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  await page.goto(PAGE);
  await expect(page.getByRole("heading", { name: "Findes ikke" })).toBeVisible();
});
