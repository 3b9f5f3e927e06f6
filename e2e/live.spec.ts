import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Demo } from "../scripts/start/demo-file.ts";
import { expect, test } from "./fixtures.ts";

/** Sends one letter nobody else has, and answers when the door has answered. */
async function send(demo: Demo, type: string): Promise<void> {
  const letter = { id: randomUUID(), scheme: "fhir" };
  const at = new Date().toISOString();
  const event = { id: randomUUID(), station: "sender", kind: "sent", at, letter, type, receiverGln: "5790001348120" };
  const response = await fetch(`${demo.url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ events: [event] }),
  });
  expect(await response.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
}

/** A type nobody else sends, so that its letters can be told from the demo's own trickle. */
const ownType = () => `T${randomUUID().slice(0, 8)}`;
const shown = (page: Page, type: string) => page.getByRole("row").filter({ hasText: type }).first();

test("a new letter is on the open list within a second, without a reload", async ({ page, demo, signInAs }) => {
  await signInAs({ role: "operator" });
  await page.goto("/messages");
  await expect(page.getByRole("button", { name: "Sæt på pause" })).toBeVisible();
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  const took: number[] = [];
  for (let round = 0; round < 3; round++) {
    const type = ownType();
    await send(demo, type);
    const answered = performance.now();
    await expect(shown(page, type)).toBeVisible({ timeout: 5_000 });
    took.push(performance.now() - answered);
  }
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
  expect(Math.min(...took)).toBeLessThan(1_000);
});

test("a paused page stands still, and shows what came when it goes on", async ({ page, demo, signInAs }) => {
  await signInAs({ role: "operator" });
  await page.goto("/messages");
  await page.getByRole("button", { name: "Sæt på pause" }).click();
  const type = ownType();
  await send(demo, type);
  await expect.poll(() => delivered(demo, page, type)).toBe(true);
  await expect(page.getByRole("row").filter({ hasText: type })).toHaveCount(0);
  await page.getByRole("button", { name: "Fortsæt" }).click();
  await expect(shown(page, type)).toBeVisible({ timeout: 5_000 });
});

/** Whether the API has the letter, asked beside the page. */
async function delivered(demo: Demo, page: Page, type: string): Promise<boolean> {
  const response = await page.request.get(`${demo.url}/api/v1/deliveries?type=${type}`);
  return response.ok() && ((await response.json()) as { rows: unknown[] }).rows.length > 0;
}
