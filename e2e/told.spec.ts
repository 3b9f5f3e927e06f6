import { makePool } from "../lib/db/pool.ts";
import { wallOf } from "../lib/status/windows/wall.ts";
import { EVERYTHING_MINE, type Filter } from "../lib/subscriptions/shapes.ts";
import { publish, putAway, raise, unique } from "./desk.ts";
import { expect, test } from "./fixtures.ts";
import { mailTo } from "./mail.ts";

const REGION = "Region Nordjylland";
const NEAR = "Aalborg Kommune";
const FAR = "Odense Kommune";
const OLD_ADVIS = { code: "aeldre-advis", name: "Ældre advis (XDIS17, XDIS20)" };

type More = { second?: { address: string; label: string }; filter?: Partial<Filter> };

/** An organisation that wants to hear everything, or what `filter` says, at an address of its own. */
async function subscribe(
  databaseUrl: string,
  name: string,
  organisation: string,
  address: string,
  { second, filter = {} }: More = {},
): Promise<void> {
  const pool = makePool(databaseUrl, 1);
  const { rows } = await pool.query<{ id: number; organisation_id: number }>(
    `WITH o AS (SELECT id FROM organisation WHERE name = $1 OR name = replace($1, ' Kommune', '') ORDER BY name DESC LIMIT 1),
     s AS (INSERT INTO subscription (organisation_id, name, confirm_minutes, created_at) SELECT id, $4, 30, now() FROM o RETURNING id),
     f AS (INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, now(), $3 FROM s),
     e AS (INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
       SELECT id, 'email', 'Vagten', $2, now(), now() FROM o RETURNING id)
     INSERT INTO subscription_endpoint (subscription_id, endpoint_id) SELECT s.id, e.id FROM s, e
     RETURNING subscription_id AS id, (SELECT id FROM o) AS organisation_id`,
    [organisation, address, JSON.stringify({ ...EVERYTHING_MINE, mine: false, missing: null, ...filter }), name],
  );
  if (second)
    await pool.query(
      `WITH e AS (INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
         VALUES ($1, 'email', $2, $3, now(), now()) RETURNING id)
       INSERT INTO subscription_endpoint (subscription_id, endpoint_id, second) SELECT $4::int, id, true FROM e`,
      [rows[0]?.organisation_id, second.label, second.address, rows[0]?.id],
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
  // One of them wants it with the day's other notices, so that something is still to be sent.
  const pool = makePool(demo.databaseUrl, 1);
  const tonight = wallOf(Date.now() + 6 * 3_600_000).slice(11);
  await pool.query(
    `UPDATE subscription s SET digest_at = $2 FROM organisation o WHERE s.name = $1 AND o.id = s.organisation_id AND o.name LIKE $3`,
    [subscription, tonight, `${FAR.replace(" Kommune", "")}%`],
  );
  await pool.end();
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
const addressOf = (who: string) => `${unique(who).replace(" ", "-")}@example.org`;
test("a confirmation that does not come goes to the second contact by mail, and everybody sees that it did, or that nobody is next", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(150_000);
  const [subscription, title] = [unique("Alt"), unique("Ingen svarer")];
  const [first, second, alone, dead] = [
    addressOf("vagt"),
    addressOf("vagtchef"),
    addressOf("alene"),
    addressOf("findes-ikke"),
  ];
  await subscribe(demo.databaseUrl, subscription, REGION, first, {
    second: { address: second, label: "Vagtchefen" },
  });
  await subscribe(demo.databaseUrl, subscription, FAR, alone);
  // What other tests publish must not be what this mailbox is given up for: it asks for a service that only this test speaks of.
  const filter = { kinds: ["incident"], services: [OLD_ADVIS.code] } satisfies Partial<Filter>;
  await subscribe(demo.databaseUrl, subscription, NEAR, dead, { filter });
  const pool = makePool(demo.databaseUrl, 1);
  // Other tests publish too, and their notices would fill the hour.
  await pool.query("UPDATE subscription SET cap_per_hour = 1000");
  await signInAs({ role: "operator" });
  const address = await raise(page, title, OLD_ADVIS.name);
  await publish(page, "Beskeder kommer for sent.");
  const number = address.split("/").at(-1);
  const opened = await mailTo(page, first, title);
  expect(opened.text).toMatch(/Også varslet: .*Aalborg/);
  expect(opened.text).toContain(`/told/incident/${number}`);
  await mailTo(page, alone, title);

  // Half an hour goes by, and nobody has answered.
  await pool.query(
    `UPDATE dispatch d SET sent_at = d.sent_at - interval '31 minutes' FROM notice n JOIN signal g ON g.id = n.signal_id
     WHERE n.id = d.notice_id AND g.thread = $1 AND d.sent_at IS NOT NULL`,
    [`incident:${number}`],
  );
  await pool.end();
  const goneOn = await mailTo(page, second, title);

  await page.goto(`/told/incident/${number}`);
  const told = page.getByRole("table", { name: "Organisationer" });
  const rowOf = (name: string) => told.getByRole("row").filter({ hasText: shortOf(name).source.slice(1) });
  await expect(rowOf(REGION)).toContainText(/Udebliver.*gået videre til Vagtchefen/);
  await expect(rowOf(FAR)).toContainText("der er ingen anden kontakt");
  await expect(rowOf(NEAR)).toContainText(/E-mail: .*(postkassen|den) findes ikke|den ikke findes/);
  const picture = page.getByRole("region", { name: "Fra udsendelse til bekræftelse", exact: true });
  await expect(picture.getByRole("img", { name: "Fra udsendelse til bekræftelse" })).toBeVisible();
  await expect(picture.getByText(/^Mangler svar fra:/)).toContainText(REGION);
  for (const [width, colorScheme] of [
    [320, "dark"],
    [1440, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible();
  }

  // The second contact answers from the mail, without an account.
  await page.context().clearCookies();
  const link = /https?:\S+\/notices\/c\.\S+/.exec(goneOn.text)?.[0] ?? "no link";
  await page.goto(new URL(link).pathname);
  await expect(page.getByText(/^Også varslet: .*Aalborg/)).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: "Set og håndteret" }).click();
  await expect(page.getByRole("heading", { name: "Bekræftet" })).toBeVisible();

  // The region sees who answered, and takes it back; both stay on record.
  await signInAs({ role: "region", organisation: REGION });
  await page.goto(`/told/incident/${number}`);
  const answer = page.getByRole("region", { name: "Jeres svar" });
  await expect(answer.getByText(/^Set og håndteret .* af Vagtchefen\.$/)).toBeVisible();
  await answer.getByRole("button", { name: "Ret svaret: tag det tilbage" }).click();
  await expect(answer.getByText(/^Taget tilbage/)).toBeVisible();
  await expect(answer.getByText(/^Set og håndteret .* af Vagtchefen\.$/)).toBeVisible();
  await expect(rowOf(REGION)).toContainText("Udebliver");

  await page.context().clearCookies();
  await signInAs({ role: "operator" });
  await putAway(page, address);
  await leave(demo.databaseUrl, subscription);
});

test("who was told of a window is read by whoever is signed in, and leads back to where it stands", async ({
  page,
  demo,
  signInAs,
  expectAccessible,
}) => {
  const pool = makePool(demo.databaseUrl, 1);
  const { rows } = await pool.query<{ thread: string; title: string }>(
    "SELECT thread, title FROM signal WHERE thread LIKE 'window:%' ORDER BY id DESC LIMIT 1",
  );
  await pool.end();
  const [{ thread, title } = { thread: "", title: "" }] = rows;
  const path = `/told/${thread.replace(":", "/")}`;
  await signInAs({ role: "municipality" });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: `Hvem er varslet om ${title}` })).toBeVisible();
  await expect(page.getByRole("region", { name: "Ramt, men ikke varslet" })).toHaveCount(0);
  await expectAccessible();
  await page.context().clearCookies();
  await signInAs({ role: "operator" });
  await page.goto(path);
  await expect(page.getByText("Du ser alle organisationer.")).toBeVisible();
  await page.getByRole("navigation", { name: "Du er her" }).getByRole("link", { name: title }).click();
  await expect(page.getByRole("region", { name: "Udsendelse", exact: true })).toBeVisible();
});

test("the operator sets from how many addresses on the number must be typed", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs({ role: "operator" });
  await page.goto("/operate/settings");
  const form = page.getByRole("form", { name: "Bremse på varsler" });
  const field = form.getByLabel("Højst så mange uden at skrive tallet");
  await field.fill("mange");
  await form.getByRole("button", { name: "Gem tallet" }).click();
  await expect(form.getByRole("alert")).toContainText("Skriv et helt tal fra 1 til 1.000.000.");
  await expect(field).toHaveValue("mange");
  await field.fill("1000");
  await form.getByRole("button", { name: "Gem tallet" }).click();
  await expect(page.getByText("over 1.000 adresser")).toBeVisible();
  await expectAccessible();
  await field.fill("100");
  await form.getByRole("button", { name: "Gem tallet" }).click();
  await expect(page.getByText("over 100 adresser")).toBeVisible();
});

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
  // The list's own row; whoever is on call stands above it too.
  const row = page.getByRole("row").filter({ hasText: name }).filter({ hasText: "Første kontakt" });
  await expect(row).toContainText("+45 12 34 56 78");
  await expectAccessible();
  const file = await page.request.get(
    (await page.getByRole("link", { name: "Hent som CSV" }).getAttribute("href")) ?? "",
  );
  expect(await file.text()).toContain(`${name};1;;'+45 12 34 56 78;altid`);
  await page
    .getByLabel("Fil", { exact: true })
    .setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer: await file.body() });
  await page.getByRole("button", { name: "Se, hvad den ændrer" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Ingen nye, ingen ændres" })).toBeVisible();
  await page.getByRole("button", { name: /^Indlæs \d+ linje/ }).click();
  await expect(page.getByRole("status").getByText(/indlæst/)).toBeVisible();

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
