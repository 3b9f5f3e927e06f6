import { afterAll, beforeAll, expect, test } from "vitest";
import { OIDC_CLIENT, type OidcPerson, startOidcPeer } from "../../e2e/peers/oidc.ts";
import { createGrant, createPerson } from "../../prisma/factories/directory.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { provideSettings } from "../env.ts";
import { claimsOf, viewerOf } from "./claims.ts";
import { postOidcSignIn } from "./forms.ts";
import { authAnswer } from "./nextauth.ts";
import { oidcName } from "./oidc.ts";

useFreshDatabase();

const ORIGIN = "http://localhost:3000";
let world: SmallWorld;
let peer: Awaited<ReturnType<typeof startOidcPeer>>;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  peer = await startOidcPeer([`${ORIGIN}/api/auth/callback/oidc`]);
  provideSettings({
    OIDC_ISSUER: peer.issuer,
    OIDC_CLIENT_ID: OIDC_CLIENT.id,
    OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    OIDC_NAME: "Kommunens login",
  });
});
afterAll(() => peer.stop());

type Jar = Record<string, string>;
const keep = (jar: Jar, response: Response) => {
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(";")[0] ?? "";
    jar[pair.slice(0, pair.indexOf("="))] = pair.slice(pair.indexOf("=") + 1);
  }
};
const sent = (jar: Jar) =>
  Object.entries(jar)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");

/** What a browser does: our form, the provider's pages, back to us. Answers where it ends and who is then signed in. */
async function signIn(person: OidcPerson, tamper = (url: URL) => url) {
  peer.is(person);
  const [ours, theirs]: [Jar, Jar] = [{}, {}];
  const start = await postOidcSignIn(
    new Request(`${ORIGIN}/sign-in/oidc`, { method: "POST", headers: { host: "localhost:3000", origin: ORIGIN } }),
  );
  keep(ours, start);
  let next = start.headers.get("location") ?? "";
  while (new URL(next, peer.issuer).origin === peer.issuer) {
    const page = await fetch(new URL(next, peer.issuer), { redirect: "manual", headers: { cookie: sent(theirs) } });
    keep(theirs, page);
    next = page.headers.get("location") ?? "";
  }
  const back = tamper(new URL(next));
  const end = await authAnswer(new Request(back, { headers: { host: "localhost:3000", cookie: sent(ours) } }), [
    "callback",
    "oidc",
  ]);
  keep(ours, end);
  const claims = await claimsOf((name) => (ours[name] ? decodeURIComponent(ours[name]) : undefined));
  return { location: end.headers.get("location"), ...claims };
}

test("somebody whose e-mail the issuer vouches for is tied to the person let in, and is known by the identity from then on", async () => {
  const person = await createPerson(ownerPool(), { email: "Anne@Nordby.example" });
  await createGrant(ownerPool(), person, world.north, "municipality");
  const first = await signIn({ sub: "1", email: "anne@nordby.example", email_verified: true });
  expect(first).toEqual({ location: "/receipts", personId: person.id, grantId: null });
  expect(await viewerOf(first, new Date())).toMatchObject({ organisationId: world.north.id });
  const later = await signIn({ sub: "1", email: "another@address.example", email_verified: false });
  expect(later.personId).toBe(person.id);
  const { rows } = await ownerPool().query("SELECT subject FROM person WHERE id = $1", [person.id]);
  expect(rows).toEqual([{ subject: `${peer.issuer}|1` }]);
});

test("an e-mail the issuer does not vouch for opens nothing", async () => {
  await createPerson(ownerPool(), { email: "bo@nordby.example" });
  expect(await signIn({ sub: "2", email: "bo@nordby.example", email_verified: false })).toMatchObject({
    personId: null,
  });
  expect(await signIn({ sub: "3", email: "bo@nordby.example" })).toMatchObject({ personId: null });
});

test("an e-mail that another identity is tied to opens nothing", async () => {
  expect(await signIn({ sub: "4", email: "anne@nordby.example", email_verified: true })).toMatchObject({
    personId: null,
  });
});

test("a demo account is never tied to an identity", async () => {
  await createPerson(ownerPool(), { email: "demo@nordby.example", demo: true });
  expect(await signIn({ sub: "5", email: "demo@nordby.example", email_verified: true })).toMatchObject({
    personId: null,
  });
});

test("whoever nobody has let in ends on the page that says what to ask for, and nothing is kept of them", async () => {
  const before = await ownerPool().query("SELECT FROM person");
  expect(
    await signIn({ sub: "6", email: "stranger@elsewhere.example", email_verified: true, name: "En Fremmed" }),
  ).toEqual({
    location: "/no-access",
    personId: null,
    grantId: null,
  });
  expect((await ownerPool().query("SELECT FROM person")).rowCount).toBe(before.rowCount);
});

test("an answer that was not asked for by this browser signs nobody in", async () => {
  const answer = await signIn({ sub: "1" }, (url) => {
    url.searchParams.set("state", "made up");
    return url;
  });
  expect(answer.personId).toBeNull();
  expect(answer.location).toMatch(/^\/sign-in\?error=/);
});

test("the sign-in page has the provider's name", () => expect(oidcName()).toBe("Kommunens login"));
