import { makePool } from "../lib/db/pool.ts";
import { EVERYTHING_MINE } from "../lib/subscriptions/shapes.ts";
import { publish, putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";

/** Nobody signs in for it in a test: a thousand addresses make a long page. */
const WHO = "Læsø";
const CORRECT = "Ret begyndelse, alvor, årsag eller overskrift";
/** An organisation that asks for this, at so many addresses; answers how it is taken away again. */
async function subscribe(databaseUrl: string, count: number, filter: object): Promise<() => Promise<void>> {
  const pool = makePool(databaseUrl, 1);
  const name = unique("Mange");
  await pool.query(
    `WITH o AS (SELECT id FROM organisation WHERE kind = 'municipality' AND name LIKE $1 || '%' LIMIT 1),
     s AS (INSERT INTO subscription (organisation_id, name, cap_per_hour, created_at) SELECT id, $2, 1000, now() FROM o RETURNING id),
     f AS (INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, now(), $3 FROM s),
     e AS (INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
       SELECT o.id, 'email', 'Vagten', 'vagt-' || gen_random_uuid() || '@example.org', now(), now() FROM o, generate_series(1, $4) RETURNING id)
     INSERT INTO subscription_endpoint (subscription_id, endpoint_id) SELECT s.id, e.id FROM s, e`,
    [WHO, name, JSON.stringify({ ...EVERYTHING_MINE, mine: false, missing: null, ...filter }), count],
  );
  return async () => {
    await pool.query("UPDATE subscription SET ended_at = now() WHERE name = $1", [name]);
    await pool.end();
  };
}

test("what grows past the brake waits on the desk with its number, and is let go or given up by a button", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(150_000);
  // More than any other test lets the brake allow meanwhile.
  const leave = await subscribe(demo.databaseUrl, 1001, { minSeverity: "critical" });
  await signInAs({ role: "operator" });
  const address = await raise(page, unique("Vokser"));
  const number = address.split("/").at(-1) ?? "";
  await publish(page, "Beskeder kommer for sent.");
  await page.getByText(`${CORRECT} …`).click();
  const facts = page.getByRole("form", { name: CORRECT });
  await facts.getByLabel("Alvor").selectOption({ label: "Kritisk" });
  await facts.getByRole("button", { name: "Gem rettelse" }).click();

  // Within half a minute it is seen that it has grown, and the page shows it by itself.
  const waits = page.getByRole("region", { name: /^1\.00\d modtagere venter på dig$/ });
  await expect(waits).toBeVisible({ timeout: 60_000 });
  await expect(waits).toContainText(/Gør ingen noget, varsles 1\.00\d adresser automatisk \d\d:\d\d/);
  await expect(waits).toContainText(WHO);
  await expectAccessible();
  await page.goto("/operate");
  await expect(waits.getByRole("link", { name: new RegExp(number) })).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: `Opgiv det, der venter om ${number}` }).click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await expect(waits).toBeHidden();
  await expect(page.getByRole("region", { name: "Udsendelse" })).toContainText(/Opgivet for altid\s*1\.00\d/);
  await putAway(page, address);
  await leave();
});

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled: scripts });
    test("an incident is put under one that is over only when it was seen whom that is told to", async ({
      page,
      demo,
      signInAs,
      expectAccessible,
    }) => {
      test.setTimeout(120_000);
      const leave = await subscribe(demo.databaseUrl, 3, {});
      await signInAs({ role: "operator" });
      const [into, one] = [unique("Samles her"), unique("Lægges under")];
      const intoAddress = await raise(page, into);
      await publish(page, "Beskeder kommer for sent.");
      await publish(page, "Det virker igen.", "Løst");
      const address = await raise(page, one);
      await publish(page, "Noget er galt.");
      const [intoNumber, number] = [intoAddress, address].map((path) => path.split("/").at(-1) ?? "");
      const form = page.getByRole("form", { name: "Læg denne under" });
      await form.getByLabel("Læg denne under").selectOption({ label: `${intoNumber} ${into}` });
      await form.getByRole("button", { name: "Læg under" }).click();

      await expect(page.getByRole("heading", { level: 1, name: `Læg ${number} under ${intoNumber}` })).toBeVisible();
      const whom = page.getByRole("region", { name: "Hvem får besked" });
      await expect(whom).toContainText(/Varsles: \d+ adresser/);
      await expect(whom).toContainText(WHO);
      await expect(page.getByText(`Det var samme sag som ${intoNumber}, og den er ikke længere åben.`)).toBeVisible();
      if (scripts) await expectAccessible();
      await whom.getByRole("button", { name: `Læg under ${intoNumber}` }).click();
      await expect(page).toHaveURL(new RegExp(`${intoAddress}$`));
      await expect(page.getByText("Samlet her:")).toContainText("Samlet her:");
      await expect(page.getByRole("link", { name: `${number} ${one}` })).toBeVisible();
      await putAway(page, intoAddress);
      await leave();
    });
  });
}
