import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGrant, createPerson } from "../../prisma/factories/directory.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { databaseUrl, provideSettings } from "../env.ts";
import { claimsOf, viewerOf } from "./claims.ts";
import { sessionCookie } from "./cookies.ts";
import { demoAccounts, demoSettingsOn } from "./demo.ts";
import { postDemoSignIn, postGrant, postOidcSignIn, postSignOut } from "./forms.ts";
import { authAnswer } from "./nextauth.ts";
import { hashPassword } from "./password.ts";

useFreshDatabase();

const EMAIL = "vagt@nordby.example";
const PASSWORD = "a password nobody chose";
let world: SmallWorld;
let folder: string;
let personId: number;

const ORIGIN = "http://localhost:3000";
const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  new Request(`${ORIGIN}${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { host: "localhost:3000", origin: ORIGIN, ...headers },
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`${ORIGIN}${path}`, { headers: { host: "localhost:3000", ...headers } });
/** The cookies an answer sets, as a browser would send them back. */
const jar = (response: Response): Record<string, string> =>
  Object.fromEntries(
    response.headers.getSetCookie().map((line) => {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      return [name, decodeURIComponent(value)];
    }),
  );
const header = (cookies: Record<string, string>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("; ");
const whoIs = (cookies: Record<string, string>) => claimsOf((name) => cookies[name]);
const signs = async () =>
  (await ownerPool().query("SELECT action, person_id, detail FROM audit_entry ORDER BY id")).rows as {
    action: string;
  }[];

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  const person = await createPerson(db, { email: EMAIL, demo: true, password_hash: await hashPassword(PASSWORD) });
  personId = person.id;
  await createGrant(db, person, world.north, "municipality");
  await db.query("INSERT INTO meta (key, value) VALUES ('demo', 'true')");
  folder = await mkdtemp(join(tmpdir(), "kvit-"));
  await writeFile(join(folder, "demo.json"), JSON.stringify({ accounts: [{ email: EMAIL, password: PASSWORD }] }));
  provideSettings({ EMBEDDED: "1", DEMO: "on", DATA_DIR: folder });
});
afterAll(() => rm(folder, { recursive: true }));

/** next-auth's own form: its token first, then the password. */
async function byPassword(email: string, password: string): Promise<Response> {
  const token = await authAnswer(get("/api/auth/csrf"), ["csrf"]);
  const { csrfToken } = await token.json();
  const form = { csrfToken, email, password, callbackUrl: "/receipts" };
  return authAnswer(post("/api/auth/callback/credentials", form, { cookie: header(jar(token)) }), [
    "callback",
    "credentials",
  ]);
}

describe("a demo account", () => {
  test("signs in by one click, and the session holds a person's number and nothing else", async () => {
    const response = await postDemoSignIn(post("/sign-in/demo", { email: EMAIL }));
    expect([response.status, response.headers.get("location")]).toEqual([303, "/receipts"]);
    const cookies = jar(response);
    expect(await whoIs(cookies)).toEqual({ personId, grantId: null });
    expect(await viewerOf(await whoIs(cookies), new Date())).toMatchObject({
      role: "municipality",
      organisationId: world.north.id,
    });
    const line = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookie()}=`)) ?? "";
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/i);
    expect(await signs()).toEqual([{ action: "sign_in", person_id: personId, detail: { means: "credentials" } }]);
  });

  test("signs in with its password, and with no other", async () => {
    expect(await whoIs(jar(await byPassword(EMAIL, PASSWORD)))).toMatchObject({ personId });
    const refused = await byPassword(EMAIL, "guess");
    expect(await whoIs(jar(refused))).toMatchObject({ personId: null });
    expect((await byPassword("somebody@else.example", PASSWORD)).headers.getSetCookie().join()).not.toContain(
      sessionCookie(),
    );
  });

  test("is on the list that the sign-in page shows, without its password", async () => {
    expect(await demoAccounts()).toEqual([{ email: EMAIL, role: "municipality", organisation: "Nordby" }]);
  });

  test("is not signed in to by another site", async () => {
    const response = await postDemoSignIn(
      post("/sign-in/demo", { email: EMAIL }, { origin: "https://elsewhere.example" }),
    );
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
  });
});

describe("where demo sign-in is off there is no such provider and no such address", () => {
  const off: [string, () => Promise<void>, () => Promise<void>][] = [
    [
      "the database is not the starter's own",
      async () => provideSettings({ EMBEDDED: "0" }),
      async () => provideSettings({ EMBEDDED: "1" }),
    ],
    ["no demo is wanted", async () => provideSettings({ DEMO: "off" }), async () => provideSettings({ DEMO: "on" })],
    [
      "the database bears no demo mark",
      async () => void (await ownerPool().query("DELETE FROM meta WHERE key = 'demo'")),
      async () => void (await ownerPool().query("INSERT INTO meta VALUES ('demo', 'true')")),
    ],
  ];
  test.each(off)("as %s", async (_, turnOff, turnOn) => {
    await turnOff();
    try {
      expect(await demoAccounts()).toEqual([]);
      expect((await postDemoSignIn(post("/sign-in/demo", { email: EMAIL }))).status).toBe(404);
      const answer = await byPassword(EMAIL, PASSWORD);
      expect(answer.headers.getSetCookie().join()).not.toContain(sessionCookie());
      expect(await (await authAnswer(get("/api/auth/providers"), ["providers"])).json()).toEqual({});
    } finally {
      await turnOn();
    }
  });

  test("as the database is on another machine", () => {
    const here = databaseUrl();
    provideSettings({ DATABASE_URL: "postgresql://someone@database.example/ledger" });
    try {
      expect(demoSettingsOn()).toBe(false);
    } finally {
      provideSettings({ DATABASE_URL: here });
    }
    expect(demoSettingsOn()).toBe(true);
  });

  test("and without a configured provider there is no way to one", async () => {
    expect((await postOidcSignIn(post("/sign-in/oidc", {}))).status).toBe(404);
  });
});

describe("a session", () => {
  const signedIn = async () => jar(await postDemoSignIn(post("/sign-in/demo", { email: EMAIL })));

  test("ends by a post, and not by following a link", async () => {
    const cookie = header(await signedIn());
    const link = await authAnswer(get("/api/auth/signout", { cookie }), ["signout"]);
    expect(link.headers.getSetCookie().join()).not.toContain(`${sessionCookie()}=;`);
    const response = await postSignOut(post("/sign-out", {}, { cookie }));
    expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
    expect(response.headers.getSetCookie().join()).toMatch(new RegExp(`${sessionCookie()}=;.*Max-Age=0`, "i"));
    expect((await signs()).at(-1)).toMatchObject({ action: "sign_out", person_id: personId });
  });

  test("looks from the grant that was chosen, as long as it is one's own and in force", async () => {
    const db = ownerPool();
    const cookies = await signedIn();
    const second = await createGrant(db, { id: personId }, world.south, "municipality");
    const foreign = await createGrant(db, await createPerson(db), world.operator, "operator");
    const choose = async (grant: number) =>
      jar(await postGrant(post("/sign-in/as", { grant: String(grant) }, { cookie: header(cookies) })));
    expect(await choose(foreign)).toEqual({});
    const chosen = { ...cookies, ...(await choose(second)) };
    const seesAs = async () => (await viewerOf(await whoIs(chosen), new Date()))?.organisationName;
    expect(await seesAs()).toBe("Sydby");
    await db.query(`UPDATE "grant" SET valid_to = '2020-01-01' WHERE id = $1`, [second]);
    expect(await seesAs()).toBe("Nordby");
    await db.query(`DELETE FROM "grant" WHERE id = $1`, [second]);
  });

  test("sees nothing from the moment the last grant ends", async () => {
    const cookies = await signedIn();
    const db = ownerPool();
    await db.query(`UPDATE "grant" SET valid_to = current_date - 2 WHERE person_id = $1`, [personId]);
    expect(await viewerOf(await whoIs(cookies), new Date())).toBeNull();
    await db.query(`UPDATE "grant" SET valid_to = NULL WHERE person_id = $1`, [personId]);
  });
});
