import { expect, test } from "./fixtures.ts";

test("the front page says how the services are, and leads to signing in", async ({ page, expectAccessible }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Lige nu" })).toBeVisible();
  await expectAccessible();
  await page.getByRole("link", { name: "Log ind" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("the sign-in page offers every demo account, and no password is asked for", async ({
  page,
  demo,
  expectAccessible,
}) => {
  await page.goto("/sign-in");
  for (const { organisation } of demo.accounts) {
    await expect(page.getByRole("button", { name: `Log ind som ${organisation}` }).first()).toBeVisible();
  }
  await expect(page.locator('input[type="password"]')).toHaveCount(0);
  await expectAccessible();
});

for (const role of ["operator", "auditor", "vendor", "region", "municipality"]) {
  test(`one click signs in as ${role}, and the overview opens`, async ({ page, signInAs }) => {
    await signInAs({ role });
    await expect(page).toHaveURL(/\/receipts/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
}

test("every page says that its data are made up", async ({ page, signInAs }) => {
  await signInAs({ role: "vendor" });
  await expect(
    page
      .getByText(/opdigtede|demo/i)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
});

test("the machine's addresses answer: live, ready and figures", async ({ request }) => {
  expect((await request.get("/api/health")).status()).toBe(200);
  expect(await (await request.get("/api/ready")).json()).toMatchObject({ ready: true, worker: "ok" });
  expect(await (await request.get("/api/metrics")).text()).toContain("kvittering_inbox_depth");
});
