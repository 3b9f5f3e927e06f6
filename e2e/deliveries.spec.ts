import { makePool } from "../lib/db/pool.ts";
import { EVERYTHING_MINE } from "../lib/subscriptions/shapes.ts";
import { publish, putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { startReceiver } from "./peers/receiver.ts";

const VENDOR = { role: "vendor", organisation: "Tvedskov Data" };

/** Runs one statement on the product's own database: what takes a day, or what another test shows. */
async function inDatabase(databaseUrl: string, statement: string, values: unknown[]): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  await pool.query(statement, values);
  await pool.end();
}
const SUBSCRIBE = `
  WITH e AS (SELECT id, organisation_id FROM endpoint WHERE label = $1),
   s AS (INSERT INTO subscription (organisation_id, name, created_at) SELECT organisation_id, $1, now() FROM e RETURNING id),
   f AS (INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, now(), $2 FROM s)
  INSERT INTO subscription_endpoint (subscription_id, endpoint_id) SELECT s.id, e.id FROM s, e`;

test("a webhook that fails is seen attempt by attempt, sent again under its own key, and gets a new secret without a gap", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(180_000);
  const receiver = await startReceiver();
  const label = unique("EOJ-drift");
  const signOut = () => page.context().clearCookies();

  await signInAs(VENDOR);
  await page.goto("/subscriptions");
  const add = page.getByRole("form", { name: "Tilføj webhook" });
  await add.getByLabel("Funktion").fill(label);
  await add.getByLabel("Webadresse").fill(receiver.url);
  await add.getByRole("button", { name: "Opret webhook" }).click();
  const first = (await add.getByRole("status").locator("code").textContent()) ?? "";
  await page.getByRole("link", { name: label }).click();
  await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible();
  const address = page.url();

  // A trial that fails stands in the log as well as the one that confirms the address.
  const trials = page.getByRole("region", { name: "Prøver" });
  await trials.getByRole("button", { name: "Send en prøve" }).click();
  await expect(trials.getByRole("alert")).toContainText("svarede ikke 2xx");
  await expect(trials.getByText(/HTTP 401 afvist/)).toBeVisible();
  receiver.knows(first);
  await trials.getByRole("button", { name: "Send en prøve" }).click();
  await expect(trials.getByText(/HTTP 204 taget imod/)).toBeVisible();
  await expect(page.getByText(/^Bekræftet /)).toBeVisible();
  await inDatabase(demo.databaseUrl, SUBSCRIBE, [
    label,
    JSON.stringify({ ...EVERYTHING_MINE, mine: false, missing: null }),
  ]);

  // It is down when something is said.
  receiver.answers(503);
  await signOut();
  await signInAs({ role: "operator" });
  const title = unique("Til webhooks");
  const incident = await raise(page, title);
  await publish(page, "Beskeder kommer for sent.");
  const tried = () => receiver.taken.filter(({ body }) => body.data.signals[0]?.title.da === title);
  await expect.poll(() => tried().at(-1)?.status, { timeout: 20_000 }).toBe(503);
  await signOut();
  await signInAs(VENDOR);
  await page.goto(address);
  const row = page.getByRole("row").filter({ hasText: title });
  await expect(row).toContainText("I kø");
  await expect(row).toContainText(/Næste forsøg .*Sidste forsøg/);
  await row.getByText(/^\d+ forsøg$/).click();
  await expect(row.getByText(/HTTP 503 afvist, \d+ ms/).first()).toBeVisible();
  await expectAccessible();

  // It is up again, and need not wait for the next attempt.
  receiver.answers(204);
  await row.getByRole("button", { name: /^Send igen/ }).click();
  await expect(page.getByRole("status").getByText("1 udsendelse sendes igen.")).toBeVisible();
  await expect.poll(() => tried().at(-1)?.status, { timeout: 20_000 }).toBe(204);
  const keys = () => new Set(tried().map(({ id }) => id)).size;
  expect(keys()).toBe(1);

  // What arrived is sent again, chosen by its tick; the receiver knows it by its key.
  const arrived = () => tried().filter(({ status }) => status === 204).length;
  const delivered = async (times: number) => {
    await expect.poll(arrived, { timeout: 20_000 }).toBe(times);
    await page.goto(address);
    await expect(row.getByText("Leveret", { exact: true })).toBeVisible();
  };
  await delivered(1);
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Send de valgte igen" }).click();
  await delivered(2);
  expect(keys()).toBe(1);

  // A new secret: the receiver that still has the old one and the one that has the new one both know it as ours.
  const secrets = page.getByRole("region", { name: "Hemmelighed" });
  await secrets.getByRole("button", { name: "Lav ny hemmelighed" }).click();
  const second = (await secrets.getByRole("status").locator("code").textContent()) ?? "";
  expect(second).not.toBe(first);
  await expect(secrets.getByText(/Den gamle gælder også til/)).toBeVisible();
  await row.getByRole("button", { name: /^Send igen/ }).click();
  await delivered(3);
  receiver.knows(second);
  await row.getByRole("button", { name: /^Send igen/ }).click();
  await delivered(4);
  await expect(page.getByText(second)).toHaveCount(0);
  await secrets.getByRole("button", { name: "Stop den gamle nu" }).click();
  await expect(secrets.getByText(/Den gamle gælder også til/)).toHaveCount(0);
  receiver.knows(first);
  await row.getByRole("button", { name: /^Send igen/ }).click();
  await expect.poll(() => tried().at(-1)?.status, { timeout: 20_000 }).toBe(401);
  receiver.knows(second);

  // What failed for good is counted first, and then sent again at once.
  await inDatabase(
    demo.databaseUrl,
    `UPDATE dispatch d SET state = 'failed', why = 'refused', sent_at = NULL FROM notice n JOIN signal g ON g.id = n.signal_id
     WHERE n.id = d.notice_id AND g.title = $2 AND d.endpoint_id = (SELECT id FROM endpoint WHERE label = $1)`,
    [label, title],
  );
  await page.goto(address);
  const failed = page.getByRole("region", { name: "Send alle fejlede igen" });
  await failed.getByRole("button", { name: "Tæl dem" }).click();
  await expect(failed.getByRole("status")).toContainText("1 udsendelse er fejlet");
  await failed.getByRole("button", { name: "Send 1 igen" }).click();
  await delivered(5);
  expect(keys()).toBe(1);

  // What was sent can be read, to build a receiver by.
  await row.getByRole("link", { name: title }).click();
  await expect(page.getByRole("region", { name: "Indhold" })).toContainText('"type": "incident.opened"');
  await expectAccessible();

  await page.goto("/subscriptions");
  await page.getByRole("button", { name: `Slå fra: ${label}` }).click();
  await signOut();
  await signInAs({ role: "operator" });
  await putAway(page, incident);
  await inDatabase(demo.databaseUrl, "UPDATE subscription SET ended_at = now() WHERE name = $1", [label]);
  await receiver.stop();
});
