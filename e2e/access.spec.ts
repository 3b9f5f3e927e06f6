import { randomBytes } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import type { DeliveryPage, DeliveryRow, Overview } from "../lib/ledger/shapes.ts";
import { expect, test } from "./fixtures.ts";

/** An address of a letter that nobody ever sent. */
const madeUpLetter = (): string => randomBytes(16).toString("base64url");
const MADE_UP_INSTALLATION = "2000000000";

const json = async <T>(request: APIRequestContext, path: string): Promise<T> => (await request.get(path)).json();

/** What the operator knows of letters and installations: enough to say, without asking, whose they are. */
async function everything(page: Page) {
  const overview = await json<Overview>(page.request, "/api/v1/overview?period=7d");
  const rows: DeliveryRow[] = [];
  for (const code of ["0851", "0621", "0163", "0101"]) {
    const found = await json<DeliveryPage>(page.request, `/api/v1/deliveries?period=7d&municipality=${code}&limit=100`);
    // Whose the last letter is nobody can say: its other deliveries may lie on the next page.
    const last = found.rows.at(-1)?.letter;
    rows.push(...found.rows.filter(({ letter }) => letter !== last));
  }
  const vendorOf = new Map(overview.rows.map((row) => [row.installationId, row.vendor?.name]));
  return { rows, vendorOf, installations: overview.rows };
}

/** Senders whose letters this account sees as their sender. */
async function ownSenders(page: Page): Promise<Set<string | null>> {
  const { rows } = await json<DeliveryPage>(page.request, "/api/v1/deliveries?period=7d&side=sent&limit=200");
  return new Set(rows.map((row) => row.sender));
}

const mainOf = async (page: Page, path: string) => {
  await page.goto(path);
  return page.getByRole("main").textContent();
};

const VIEWERS = ["vendor", "region", "municipality"] as const;

for (const role of VIEWERS) {
  test(`a ${role} gets the page and the answer of what does not exist for everything that is somebody else's`, async ({
    page,
    signInAs,
    demo,
  }) => {
    test.setTimeout(180_000);
    await signInAs({ role: "operator" });
    const all = await everything(page);
    for (const { organisation } of demo.accounts.filter((account) => account.role === role)) {
      await page.context().clearCookies();
      await signInAs({ role, organisation });
      const senders = role === "vendor" ? new Set<string | null>() : await ownSenders(page);
      const mine = (row: DeliveryRow): boolean => {
        if (role === "vendor") return all.vendorOf.get(row.installationId) === organisation;
        return senders.has(row.sender) || row.municipality?.name === organisation;
      };
      const letters = new Set(all.rows.filter(mine).map((row) => row.letter));
      const foreign = all.rows.filter((row) => !letters.has(row.letter));
      expect(foreign.length).toBeGreaterThan(10);
      for (const row of foreign.slice(0, 5)) {
        expect((await page.request.get(`/api/v1/deliveries/${row.letter}`)).status()).toBe(404);
        const search = await page.request.post("/api/v1/search", { data: { id: row.letterId } });
        expect([search.status(), (await search.json()).code]).toEqual([404, "not_found"]);
      }
      for (const row of foreign.slice(0, 1)) {
        const missing = await mainOf(page, `/messages/${madeUpLetter()}`);
        expect(await mainOf(page, `/messages/${row.letter}`)).toBe(missing);
        expect(await page.content()).not.toContain(row.letterId ?? "never");
      }
      const elsewhere = all.installations.filter((row) =>
        role === "vendor" ? row.vendor?.name !== organisation : row.municipality?.name !== organisation,
      );
      for (const row of elsewhere.slice(0, 5)) {
        expect((await page.request.get(`/api/v1/installations/${row.installationId}`)).status()).toBe(404);
      }
      const missing = await mainOf(page, `/receipts/${MADE_UP_INSTALLATION}`);
      expect(await mainOf(page, `/receipts/${elsewhere[0]?.installationId}`)).toBe(missing);
    }
  });
}

test("a region reads no system's and no vendor's name on any page", async ({ page, signInAs }) => {
  test.setTimeout(90_000);
  await signInAs({ role: "operator" });
  const { rows } = await json<Overview>(page.request, "/api/v1/overview?period=7d");
  const names = new Set(
    rows.flatMap((row) => [row.system?.name, row.vendor?.name]).filter((name) => name !== undefined),
  );
  expect(names.size).toBeGreaterThan(5);
  await page.context().clearCookies();
  await signInAs({ role: "region" });
  const [first] = (await json<DeliveryPage>(page.request, "/api/v1/deliveries?period=7d&limit=1")).rows;
  for (const path of [
    "/receipts?period=7d",
    "/receipts?group=system",
    "/messages?period=7d",
    `/messages/${first?.letter}`,
  ]) {
    await page.goto(path);
    const text = ` ${await page.getByRole("main").textContent()} `;
    for (const name of names)
      expect([path, name, new RegExp(`(?<![\\p{L}])${name}(?![\\p{L}])`, "u").test(text)]).toEqual([path, name, false]);
  }
});

test("whoever is not signed in is led to sign in from every page, and no link signs anybody out", async ({
  page,
  signInAs,
}) => {
  for (const path of ["/receipts", "/receipts/1", "/messages", `/messages/${madeUpLetter()}`]) {
    await page.goto(path);
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  }
  await signInAs({ role: "auditor" });
  await page.goto("/api/auth/signout");
  await page.goto("/receipts");
  expect(new URL(page.url()).pathname).toBe("/receipts");
});
