import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { provideSettings } from "@/lib/env.ts";
import { linkToken } from "@/lib/notices/links.ts";
import { LIMITS } from "@/lib/subscriptions/public/limits.ts";
import { createEndpoint, createSubscription } from "@/prisma/factories/notices.ts";
import { servePublicSite } from "./testing.ts";

useFreshDatabase();

let site: Awaited<ReturnType<typeof servePublicSite>>;
let url = "";

beforeAll(async () => {
  provideSettings({ SMTP_URL: "smtp://127.0.0.1:1" });
  site = await servePublicSite();
  url = site.url;
});
afterAll(() => {
  provideSettings({ SMTP_URL: "" });
  site.stop();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE subscription, endpoint, subscriber_mail, allowance CASCADE`;
});

type Fields = Record<string, string | string[]>;
const body = (fields: Fields) =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers, redirect: "manual" });
const post = (path: string, fields: Fields, headers: Record<string, string> = {}) =>
  fetch(url + path, { method: "POST", body: body(fields), headers: { origin: url, ...headers }, redirect: "manual" });
const wish = {
  address: "vagt@nordby.example",
  locale: "da",
  kinds: ["incident", "window"],
  places: [],
  minSeverity: "",
};
const asked = () => prisma().subscriberMail.count();

describe("the way in", () => {
  test("is a page from memory, led to from the front page, with the place that was chosen there", async () => {
    expect(await (await get("/?municipality=0851")).text()).toContain('href="/subscribe?municipality=0851"');
    const page = await (await get("/subscribe?municipality=0851")).text();
    expect(page).toContain('<form class="ask" action="/subscribe" method="post"');
    expect(page).toContain('name="places" value="m:0851" checked');
    for (const path of ["/feeds/atom.xml", "/calendar.ics"]) expect(page).toContain(`href="${path}"`);
  });

  test("leads everybody on to the same page, whether or not they subscribe, and answers by nothing else", async () => {
    await createSubscription(null, [await createEndpoint(null, { address: wish.address })]);
    const answers = [
      await post("/subscribe", wish),
      await post("/subscribe", { ...wish, address: "ny@nordby.example" }),
    ];
    const told = (answer: Response) => [
      answer.status,
      answer.headers.get("location"),
      answer.headers.get("set-cookie"),
    ];
    expect(answers.map(told)).toEqual([
      [303, "/subscribe/sent", null],
      [303, "/subscribe/sent", null],
    ]);
    expect(await (await get("/subscribe/sent")).text()).toContain(
      "Hvis adressen er rigtig, ligger der nu eller om lidt en mail i den.",
    );
    expect(await asked()).toBe(2);
  });

  test.each<[string, Fields, string]>([
    ["address", { address: "vagt<nordby" }, "Skriv en e-mailadresse som"],
    ["kinds", { kinds: [] }, "Vælg mindst én."],
    ["places", { places: ["m:0851", "m:9999"] }, "Vælg en af mulighederne."],
    ["services", { services: ["no-such"] }, "Vælg en af mulighederne."],
    ["minSeverity", { minSeverity: "worst" }, "Vælg en af mulighederne."],
  ])("names %s where it is wrong, opens there, and keeps what was typed", async (field, unusual, words) => {
    const answer = await post("/subscribe", { ...wish, services: ["advis"], locale: "en", ...unusual });
    const page = await answer.text();
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([400, "private, no-store"]);
    expect(page).toContain(words);
    expect(page).toContain(`id="${field}-wrong"`);
    expect(page.match(/autofocus/g)).toHaveLength(1);
    expect(page).toContain('<option value="en" selected>');
    expect(page).toContain(field === "address" ? 'value="vagt&lt;nordby"' : 'value="vagt@nordby.example"');
    if (field !== "services") expect(page).toContain('name="services" value="advis" checked');
    expect(await asked()).toBe(0);
  });

  test("has an end for one client, says for how long, and keeps what was typed", async () => {
    for (let nth = 0; nth < LIMITS.client.most; nth += 1) expect((await post("/subscribe", wish)).status).toBe(303);
    const answer = await post("/subscribe", wish, { "x-forwarded-for": "192.0.2.1" });
    const page = await answer.text();
    expect([answer.status, Number(answer.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
    expect(page).toMatch(/Prøv igen om (60|59) minutter\./);
    expect(page).toContain('value="vagt@nordby.example"');
    expect(await asked()).toBe(LIMITS.client.most);
  });

  test("is closed to another site's form, and to what no form could hold", async () => {
    for (const headers of [{ origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }])
      expect((await post("/subscribe", wish, headers)).status).toBe(403);
    expect((await post("/subscribe", { ...wish, more: "x".repeat(20_000) })).status).toBe(413);
    expect(await asked()).toBe(0);
  });

  test("says that the database is away, and loses nothing that was typed", async () => {
    const away = vi.spyOn(prisma(), "$transaction").mockRejectedValue(new Error("away"));
    const answer = await post("/subscribe", wish);
    away.mockRestore();
    const page = await answer.text();
    expect(answer.status).toBe(503);
    expect(page).toContain("Vi kan ikke tage imod lige nu");
    expect(page).toContain('value="vagt@nordby.example"');
  });

  test("says that no mail can be sent, and what needs none", async () => {
    provideSettings({ SMTP_URL: "" });
    const page = await (await get("/subscribe", { cookie: "locale=en" })).text();
    const answer = await post("/subscribe", wish);
    provideSettings({ SMTP_URL: "smtp://127.0.0.1:1" });
    expect(page).toContain("No e-mail can be sent from here");
    expect(page).not.toContain('<form class="ask"');
    expect(page).toContain("/calendar.ics");
    expect([answer.status, await asked()]).toEqual([503, 0]);
  });
});

describe("one's own page", () => {
  async function somebody(confirmedAt: Date | null = new Date()) {
    const endpoint = await createEndpoint(null, { confirmedAt });
    const { id } = await createSubscription(null, [endpoint], { filter: { kinds: ["window"] } });
    return {
      endpoint,
      path: `/subscribe/${linkToken({ deed: "manage", subscriptionId: id, endpointId: endpoint.id })}`,
    };
  }
  const confirmed = async (id: number) =>
    (await prisma().endpoint.findUniqueOrThrow({ where: { id } })).confirmedAt !== null;

  test("is confirmed by its button, never by a look, also not by a program's", async () => {
    const { endpoint, path } = await somebody(null);
    for (const method of ["GET", "HEAD"]) {
      const look = await fetch(url + path, { method });
      expect([look.status, look.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    }
    expect(await confirmed(endpoint.id)).toBe(false);
    const answer = await post(path, { do: "confirm" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${path}?done=confirmed`]);
    expect(await confirmed(endpoint.id)).toBe(true);
    expect(await (await get(`${path}?done=confirmed`)).text()).toContain("Bekræftet. Du får besked fra nu af.");
  });

  test("says what was asked for in one sentence, never the address, and in the language of the mails until another is chosen", async () => {
    const { endpoint, path } = await somebody();
    await prisma().endpoint.update({ where: { id: endpoint.id }, data: { locale: "en" } });
    const page = await (await get(path)).text();
    expect(page).toContain('<html lang="en">');
    expect(page).toContain("maintenance windows");
    expect(page).not.toContain(endpoint.address);
    expect(await (await get(path, { cookie: "locale=da" })).text()).toContain("Send besked til dig om servicevinduer.");
  });

  test("shows each place that was asked for, under its region, and changes them", async () => {
    const { path } = await somebody();
    const change = { do: "save", version: "1", locale: "da", kinds: ["window"], places: ["m:0851", "r:1084"] };
    const wrong = await (await post(path, { ...change, kinds: [] })).text();
    for (const value of ["m:0851", "r:1084"]) expect(wrong).toContain(`name="places" value="${value}" checked`);
    expect(wrong).toContain('name="places" value="m:0860">');
    expect(wrong).toContain("<details open><summary>Region Nordjylland (1 valgt)</summary>");
    expect((await post(path, change)).headers.get("location")).toBe(`${path}?done=saved`);
  });

  test("keeps what was chosen on a mistake, and tells of a change in between", async () => {
    const { path } = await somebody();
    const change = { do: "save", version: "1", locale: "da", minSeverity: "critical" };
    const wrong = await post(path, change);
    expect(wrong.status).toBe(400);
    const page = await wrong.text();
    expect(page).toContain("Vælg mindst én.");
    expect(page).toContain('<option value="critical" selected>');
    expect((await post(path, { ...change, kinds: "window" })).status).toBe(303);
    const late = await post(path, { ...change, kinds: "incident" });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('name="version" value="2"');
  });

  test("leaves and takes back by buttons, and not for another site", async () => {
    const { path } = await somebody();
    expect((await post(path, { do: "leave" }, { origin: "https://elsewhere.example" })).status).toBe(403);
    expect((await post(path, { do: "leave" })).status).toBe(303);
    expect(await (await get(path)).text()).toContain("<h1>Afmeldt</h1>");
    expect((await post(path, { do: "back" })).headers.get("location")).toBe(`${path}?done=back`);
  });

  test("does not exist for any other link, and says so when the database is away", async () => {
    const { path } = await somebody();
    for (const other of [`${path}x`, path.replace("m.", "l."), "/subscribe/m.1.1.x"])
      expect([other, (await get(other)).status]).toEqual([other, 404]);
    const away = vi.spyOn(prisma(), "$transaction").mockRejectedValue(new Error("away"));
    const answer = await get(path);
    away.mockRestore();
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("Intet er ændret");
  });
});
