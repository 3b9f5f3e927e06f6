import { makePool } from "../lib/db/pool.ts";
import { EVERYTHING_MINE } from "../lib/subscriptions/shapes.ts";
import { publish, putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";

const REGION = "Region Nordjylland";
const NEAR = "Aalborg Kommune";
const FAR = "Odense Kommune";

/** An organisation that wants to hear everything, at an address of its own. */
async function subscribe(databaseUrl: string, name: string, organisation: string, address: string): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  await pool.query(
    `WITH o AS (SELECT id FROM organisation WHERE name = $1 OR name = replace($1, ' Kommune', '') ORDER BY name DESC LIMIT 1),
     s AS (INSERT INTO subscription (organisation_id, name, confirm_minutes, created_at) SELECT id, $4, 30, now() FROM o RETURNING id),
     f AS (INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, now(), $3 FROM s),
     e AS (INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
       SELECT id, 'email', 'Vagten', $2, now(), now() FROM o RETURNING id)
     INSERT INTO subscription_endpoint (subscription_id, endpoint_id) SELECT s.id, e.id FROM s, e`,
    [organisation, address, JSON.stringify({ ...EVERYTHING_MINE, mine: false }), name],
  );
  await pool.end();
}

/** What these tests asked for, nobody asks for afterwards. */
async function leave(databaseUrl: string, name: string): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  await pool.query("UPDATE subscription SET ended_at = now() WHERE name = $1", [name]);
  await pool.end();
}

test("what is published at the desk is told, the region sees itself and its own told, and says that it has it in hand", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(120_000);
  const subscription = unique("Alt");
  const addresses = [REGION, NEAR, FAR].map(
    (name) => [name, `${unique("vagt").replace(" ", "-")}@example.org`] as const,
  );
  for (const [organisation, address] of addresses)
    await subscribe(demo.databaseUrl, subscription, organisation, address);
  await signInAs({ role: "operator" });
  const address = await raise(page, unique("Varslet til flere"));
  await publish(page, "Beskeder kommer for sent.");
  const number = address.split("/").at(-1);
  const sending = page.getByRole("region", { name: "Udsendelse" });
  await sending.getByRole("button", { name: "Stop det, der ikke er sendt" }).click();
  await expect(sending.getByText(/Holdt tilbage siden/)).toBeVisible();
  await sending.getByRole("button", { name: "Lad det gå" }).click();
  await expect(sending.getByText(/Holdt tilbage siden/)).toBeHidden();
  await page.getByRole("link", { name: "Hvem er varslet" }).click();
  const told = page.getByRole("table", { name: "Organisationer" });
  for (const [name] of addresses) await expect(told.getByRole("rowheader", { name: shortOf(name) })).toBeVisible();

  await page.context().clearCookies();
  await signInAs({ role: "region", organisation: REGION });
  await page.goto(`/told/incident/${number}`);
  await expect(told.getByRole("rowheader", { name: REGION })).toBeVisible();
  await expect(told.getByRole("rowheader", { name: shortOf(NEAR) })).toBeVisible();
  await expect(told.getByRole("rowheader", { name: shortOf(FAR) })).toHaveCount(0);
  await expectAccessible();
  const answer = page.getByRole("region", { name: "Jeres svar" });
  await answer.getByRole("button", { name: "Set og håndteret" }).click();
  await expect(answer.getByText(/^Set og håndteret \d\d:\d\d/)).toBeVisible();
  await expect(told.getByRole("row").filter({ hasText: REGION })).toContainText("Set og håndteret");
  const whole = await page.content();
  for (const [, private_] of addresses) expect(whole).not.toContain(private_);

  await page.context().clearCookies();
  await signInAs({ role: "operator" });
  await page.goto(`/told/incident/${number}`);
  await expect(told.getByRole("row").filter({ hasText: REGION })).toContainText("Set og håndteret");
  const seen = await page.content();
  for (const [, private_] of addresses) expect(seen).not.toContain(private_);
  await putAway(page, address);
  await leave(demo.databaseUrl, subscription);
});

const shortOf = (name: string) => new RegExp(`^${name.replace(" Kommune", "")}`);

test("a region shares a list of whom to call with its municipalities, which change their own", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(120_000);
  await signInAs({ role: "region", organisation: REGION });
  await page.goto("/contacts");
  const open = page.getByRole("button", { name: "Opret jeres liste" });
  if (await open.isVisible()) await open.click();
  const name = unique("Vagttelefonen");
  const add = page.getByRole("form", { name: "Sæt en kontakt på listen" });
  await add.getByLabel("Organisation").selectOption({ label: NEAR.replace(" Kommune", "") });
  await add.getByLabel("Funktion").fill(name);
  await add.getByRole("button", { name: "Sæt på listen" }).click();
  await expect(add.getByRole("alert")).toContainText("Skriv et telefonnummer eller en e-mail.");
  await add.getByLabel("Telefon").fill("+45 12 34 56 78");
  await add.getByRole("button", { name: "Sæt på listen" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("+45 12 34 56 78");
  await expectAccessible();
  const file = await page.request.get(
    (await page.getByRole("link", { name: "Hent som CSV" }).getAttribute("href")) ?? "",
  );
  expect(await file.text()).toContain(`${name};1;;"'+45 12 34 56 78";altid`);
  await page
    .getByLabel("Fil", { exact: true })
    .setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer: await file.body() });
  await page.getByRole("button", { name: "Tag filen ind" }).click();
  await expect(page.getByRole("status").getByText(/taget ind/)).toBeVisible();

  await page.context().clearCookies();
  await signInAs({ role: "municipality", organisation: "Aalborg" });
  await page.goto("/contacts");
  await row.getByText("Ret", { exact: true }).click();
  await row.getByLabel("Vagttid").fill("man-fre 08:00-16:00");
  await row.getByRole("button", { name: "Gem" }).click();
  await expect(row.getByRole("cell", { name: "man-fre 08:00-16:00", exact: true })).toBeVisible();
  await row.getByText("Ret", { exact: true }).click();
  await row.getByRole("button", { name: "Fjern fra listen" }).click();
  await expect(row).toHaveCount(0);
});
