import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makePool } from "../lib/db/pool.ts";
import { provideSettings } from "../lib/env.ts";
import { linkToken } from "../lib/notices/links.ts";
import { EVERYTHING_MINE } from "../lib/subscriptions/shapes.ts";
import { unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { APP } from "./place.ts";

const MUNICIPALITY = "Aalborg";
type Shared = { subscription: string; label: string; token: string };

/** A subscription that goes to a mailbox which several read. */
async function shared(databaseUrl: string): Promise<Shared> {
  const [subscription, label] = [unique("Alt"), unique("Fællespost")];
  const pool = makePool(databaseUrl, 1);
  const { rows } = await pool.query<{ subscription: number; endpoint: number }>(
    `WITH o AS (SELECT id FROM organisation WHERE kind = 'municipality' AND name = $1),
     s AS (INSERT INTO subscription (organisation_id, name, created_at) SELECT id, $2, now() FROM o RETURNING id),
     f AS (INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, now(), $3 FROM s),
     e AS (INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
       SELECT id, 'email', $4, replace($4, ' ', '-') || '@example.org', now(), now() FROM o RETURNING id),
     j AS (INSERT INTO subscription_endpoint (subscription_id, endpoint_id) SELECT s.id, e.id FROM s, e)
     SELECT s.id AS subscription, e.id AS endpoint FROM s, e`,
    [MUNICIPALITY, subscription, JSON.stringify(EVERYTHING_MINE), label],
  );
  await pool.end();
  provideSettings({ SECRET: readFileSync(join(APP.dataDir, "secret"), "utf8").trim() });
  const [made] = rows;
  const token = linkToken({ deed: "leave", subscriptionId: made?.subscription ?? 0, endpointId: made?.endpoint ?? 0 });
  return { subscription, label, token };
}

/** What a mail program sends when its reader presses "unsubscribe" (RFC 8058): a POST with no cookie, and no page. */
const oneClick = (token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    request(`${APP.url}/notices/${token}/do`, { method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end("List-Unsubscribe=One-Click");
  });

/** One reader leaves for all, the owner is told on the page, and puts the mailbox back; then leaves it be. */
async function wholeStory(page: Page, { subscription, label, token }: Shared): Promise<void> {
  const line = page.getByRole("heading", { name: `${label} er afmeldt “${subscription}”` });
  await page.goto(`/notices/${token}`);
  await page.goto("/subscriptions");
  await expect(line).toHaveCount(0);
  expect(await oneClick(token)).toBe(303);
  await page.reload();
  await expect(line).toBeVisible();
  await expect(page.getByText(`“${subscription}” når nu ingen.`)).toBeVisible();
  await page.getByRole("button", { name: `Sæt ${label} til ${subscription} igen` }).click();
  await expect(line).toHaveCount(0);
  await expect(page.getByRole("row", { name: subscription }).getByText(label).first()).toBeVisible();
  expect(await oneClick(token)).toBe(303);
  await page.reload();
  await page.getByRole("button", { name: `Set, lad ${label} være` }).click();
  await expect(line).toHaveCount(0);
}

/** What these tests asked for, nobody asks for afterwards. */
async function end(databaseUrl: string, { subscription }: Shared): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  await pool.query("UPDATE subscription SET ended_at = now() WHERE name = $1", [subscription]);
  await pool.end();
}

test("a shared mailbox that one reader unsubscribes is told to its owner, who puts it back", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  const made = await shared(demo.databaseUrl);
  await signInAs({ role: "municipality", organisation: MUNICIPALITY });
  await wholeStory(page, made);
  const again = await shared(demo.databaseUrl);
  await oneClick(again.token);
  await page.goto("/subscriptions");
  await expect(page.getByRole("heading", { name: again.label })).toBeVisible();
  await expectAccessible();
  for (const one of [made, again]) await end(demo.databaseUrl, one);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the same", async ({ page, demo, signInAs }) => {
    const made = await shared(demo.databaseUrl);
    await signInAs({ role: "municipality", organisation: MUNICIPALITY });
    await wholeStory(page, made);
    await end(demo.databaseUrl, made);
  });
});
