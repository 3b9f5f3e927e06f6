import { generateKeyPairSync } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { simpleParser } from "mailparser";
import { afterEach, describe, expect, test } from "vitest";
import { aSignal } from "../../../prisma/factories/notices.ts";
import type { Signal } from "../../subscriptions/shapes.ts";
import { readLink } from "../links.ts";
import { readReturn } from "../returns/address.ts";
import type { Outgoing } from "./channel.ts";
import { emailDriver } from "./email.ts";
import type { MailSettings } from "./mail-settings.ts";
import { outcomeOf } from "./smtp-outcome.ts";
import { type Handlers, smtpServer } from "./smtp-peer.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function smtp(unusual: Handlers = {}) {
  const server = await smtpServer(unusual);
  closing.push(server.close);
  return server;
}

const settings = (url: string, unusual: Partial<MailSettings> = {}): MailSettings => ({
  ...{ url, from: "Varsling <varsling@overblik.example>", returnTo: null, dkim: null, connections: 2 },
  ...{ origin: "https://overblik.example", ...unusual },
});
function driverOf(given: MailSettings) {
  const driver = emailDriver(given);
  closing.unshift(() => driver.close());
  return driver;
}
const never = new AbortController().signal;

const signal = (id: number, unusual: Partial<Signal> = {}): Signal => ({
  ...{ id, at: "2026-11-24T05:22:00Z", kind: "incident", moment: "opened", thread: "incident:2026-118" },
  ...{ severity: "major", trouble: "partial", services: ["distributor"], stations: [], types: [], installations: [] },
  ...{ municipalities: [], regions: [], vendors: [], messages: null, subscriptionId: null },
  ...{ title: aSignal().title, text: aSignal().text, ...unusual },
});
const KEY = "11111111-1111-8111-8111-111111111111";
const outgoing = (unusual: Partial<Outgoing> = {}): Outgoing => ({
  ...{
    dispatchId: KEY,
    openedBy: KEY,
    thread: "incident:2026-118",
    alsoTold: null,
    confirm: null,
    attempt: 1,
  },
  endpoint: { id: 7, channel: "email", address: "vagt@aalborg.example", secret: null, label: "Vagten", locale: "da" },
  signals: [signal(1)],
  reasons: [{ subscription: { id: 9, name: "Alt om Aalborg" }, because: [{ axis: "mine", value: "101" }] }],
  at: "2026-11-24T05:22:04Z",
  ...unusual,
});

test("a mail says what happened in plain text and in HTML, why it was sent, and how to leave", async () => {
  const { mails, url } = await smtp();
  expect(await driverOf(settings(url)).send(outgoing(), never)).toEqual({ outcome: "sent", status: 250 });
  const [mail] = mails;
  const read = await simpleParser(mail?.raw ?? "");
  expect(mail).toMatchObject({ from: "varsling@overblik.example", to: ["vagt@aalborg.example"] });
  expect(read.subject).toBe("[Åbnet] Forsinkelse i Beskedfordeler");
  for (const body of [read.text ?? "", read.html || ""]) {
    expect(body).toContain("Vi undersøger årsagen.");
    expect(body).toContain("https://overblik.example/incidents/2026-118");
    expect(body).toContain("Alt om Aalborg");
    expect(body).toContain("rammer jeres organisation");
  }
  expect(read.messageId).toBe(`<${KEY}@overblik.example>`);
  const list = read.headers.get("list") as { unsubscribe?: { url: string }; "unsubscribe-post"?: { name: string } };
  const token = /notices\/(.+)\/do$/.exec(list.unsubscribe?.url ?? "")?.[1] ?? "";
  expect(readLink(token)).toEqual({ deed: "leave", subscriptionId: 9, endpointId: 7 });
  expect(mail?.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(read.headers.get("auto-submitted")).toBe("auto-generated");
});

test("where several subscriptions led to it, each says why and can be left for itself", async () => {
  const { mails, url } = await smtp();
  const reasons: Outgoing["reasons"] = [
    { subscription: { id: 9, name: "Alt om Aalborg" }, because: [{ axis: "mine", value: "101" }] },
    { subscription: { id: 4, name: "Kritisk" }, because: [{ axis: "severity", value: "major" }] },
  ];
  await driverOf(settings(url)).send(outgoing({ reasons }), never);
  const read = await simpleParser(mails[0]?.raw ?? "");
  for (const body of [read.text ?? "", read.html || ""]) {
    expect(body).toContain("Abonnementet “Alt om Aalborg” passede på: rammer jeres organisation.");
    expect(body).toContain("Abonnementet “Kritisk” passede på: alvor (alvorlig).");
    const tokens = [...body.matchAll(/notices\/([\w.-]+)/g)].map(([, token]) => readLink(token ?? ""));
    expect(tokens).toEqual([9, 4].map((subscriptionId) => ({ deed: "leave", subscriptionId, endpointId: 7 })));
  }
});

test("mails go one after another over connections that stay open", async () => {
  let connections = 0;
  const { mails, url } = await smtp({
    onConnect: (_, done) => {
      connections += 1;
      done();
    },
  });
  const driver = driverOf(settings(url, { connections: 1 }));
  for (const _ of [1, 2, 3]) await driver.send(outgoing(), never);
  expect([mails.length, connections]).toEqual([3, 1]);
});

test("whoever has no account is led to their own page, where they also leave", async () => {
  const { mails, url } = await smtp();
  await driverOf(settings(url)).send(outgoing({ account: false }), never);
  const read = await simpleParser(mails[0]?.raw ?? "");
  for (const body of [read.text ?? "", read.html || ""]) {
    const token = /overblik\.example\/subscribe\/([\w.-]+)/.exec(body)?.[1] ?? "";
    expect(readLink(token)).toEqual({ deed: "manage", subscriptionId: 9, endpointId: 7 });
    expect(body).toContain("Afmelder du, sletter vi den 14 dage efter.");
    expect(body).not.toContain("/notices/");
  }
  const list = read.headers.get("list") as { unsubscribe?: { url: string } };
  const token = /notices\/(.+)\/do$/.exec(list.unsubscribe?.url ?? "")?.[1] ?? "";
  expect(readLink(token)).toMatchObject({ deed: "leave" });
});

test("it says how many others were told and where one sees which, where there are any", async () => {
  const { mails, url } = await smtp();
  const driver = driverOf(settings(url));
  await driver.send(outgoing({ alsoTold: { count: 12, names: ["Region Nordjylland", "Hjørring"] } }), never);
  await driver.send(outgoing({ alsoTold: { count: 0, names: [] } }), never);
  const [some, none] = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  expect(some?.text).toContain(
    "Også varslet: Region Nordjylland, Hjørring og 10 andre organisationer: https://overblik.example/told/incident/2026-118",
  );
  expect(some?.html).toContain(
    '<a href="https://overblik.example/told/incident/2026-118">Også varslet: Region Nordjylland, Hjørring og 10 andre organisationer</a>',
  );
  expect(`${none?.text}${none?.html}`).not.toContain("Også varslet");
});

test("what follows an opening is in its conversation, and another incident in another", async () => {
  const { mails, url } = await smtp();
  const driver = driverOf(settings(url));
  const second = "22222222-2222-8222-8222-222222222222";
  await driver.send(outgoing(), never);
  await driver.send(outgoing({ dispatchId: second, signals: [signal(2, { moment: "updated" })] }), never);
  await driver.send(outgoing({ dispatchId: KEY.replaceAll("1", "3"), thread: "incident:2026-119" }), never);
  const [opening, update, other] = await Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  expect(update?.inReplyTo).toBe(opening?.messageId);
  expect(update?.references).toEqual([opening?.references, opening?.messageId].flat());
  expect(other?.references).not.toEqual(opening?.references);
});

test("an English reader gets English, and a text that looks like HTML stays text", async () => {
  const { mails, url } = await smtp();
  const hostile = { da: "<b>nede</b>", en: '<img src=x onerror="alert(1)"> down & out' };
  const english = { ...outgoing().endpoint, locale: "en" };
  await driverOf(settings(url)).send(outgoing({ endpoint: english, signals: [signal(1, { text: hostile })] }), never);
  const read = await simpleParser(mails[0]?.raw ?? "");
  expect(read.subject).toBe("[Opened] Delay in the distributor");
  expect(read.html).not.toContain("<img");
  expect(read.html).toContain("&lt;img");
  expect(read.text).toContain(hostile.en);
});

test("what was gathered is one mail, the newest first", async () => {
  const { mails, url } = await smtp();
  const titled = (id: number, da: string) => signal(id, { title: { da, en: da } });
  await driverOf(settings(url)).send(outgoing({ signals: [titled(1, "Den første"), titled(2, "Den anden")] }), never);
  const read = await simpleParser(mails[0]?.raw ?? "");
  expect(read.subject).toBe("2 varsler: Den anden");
  expect((read.text ?? "").indexOf("Den anden")).toBeLessThan((read.text ?? "").indexOf("Den første"));
});

test("mail is signed where a key is set up, and returned to where it is asked to", async () => {
  const { mails, url } = await smtp();
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const dkim = {
    ...{ domainName: "overblik.example", keySelector: "nu" },
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
  await driverOf(settings(url, { dkim, returnTo: "retur@overblik.example" })).send(outgoing(), never);
  expect(readReturn("retur@overblik.example", mails[0]?.from ?? "")).toEqual({ dispatchId: KEY });
  const { results } = await dkimVerify(mails[0]?.raw ?? "", {
    resolver: async (name, type) => {
      expect([name, type]).toEqual(["nu._domainkey.overblik.example", "TXT"]);
      return [[`v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`]];
    },
  });
  expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
    ["pass", "overblik.example"],
  ]);
  // The signature covers what a receiver acts on.
  const signed = results[0]?.signingHeaders?.keys.toLowerCase().split(/\s*:\s*/) ?? [];
  for (const header of ["from", "to", "subject", "message-id"]) expect(signed).toContain(header);
});

describe("a server that", () => {
  const refusing = (responseCode: number, words = "secret words of the server"): Handlers => ({
    ...{ hideENHANCEDSTATUSCODES: true },
    onRcptTo: (_, __, done) => done(Object.assign(new Error(words), { responseCode })),
  });
  const refusingMail = (responseCode: number, words: string): Handlers => ({
    ...{ hideENHANCEDSTATUSCODES: true },
    onData: (stream, _, done) => {
      stream.resume().on("end", () => done(Object.assign(new Error(words), { responseCode })));
    },
  });
  test.each([
    [
      "does not know the address",
      refusing(550, "5.1.1 no such mailbox"),
      { outcome: "never", code: "no_such_address", status: 550, disable: "hard_bounce" },
    ],
    ["is not ready for it yet", refusing(451), { outcome: "later", code: "deferred", status: 451 }],
    ["does not like it", refusing(554), { outcome: "never", code: "refused", status: 554 }],
    [
      "refuses the mailbox and gives no reason",
      refusing(550),
      { outcome: "never", code: "mailbox_refused", status: 550 },
    ],
    [
      "says that it is full",
      refusing(552, "5.2.2 over quota"),
      { outcome: "never", code: "mailbox_refused", status: 552 },
    ],
    [
      "says so once it has the mail",
      refusingMail(552, "5.2.2 over quota"),
      { outcome: "never", code: "mailbox_refused", status: 552 },
    ],
    [
      "says that it is full for now",
      refusing(452, "4.2.2 over quota"),
      { outcome: "later", code: "mailbox_deferred", status: 452 },
    ],
    ["does not relay", refusing(550, "5.7.1 relaying denied"), { outcome: "never", code: "refused", status: 550 }],
    [
      "does not want what is in it",
      refusingMail(550, "5.7.1 spam"),
      { outcome: "never", code: "refused", status: 550 },
    ],
  ])("%s", async (_, handlers, expected) => {
    const { url } = await smtp(handlers);
    expect(await driverOf(settings(url)).send(outgoing(), never)).toEqual(expected);
  });
  test.each([
    ["before it has it", /^DATA/i],
    ["when it has it and has not said so", /\r\n\.\r\n$/],
  ])("breaks off %s: it is tried once, and later again", async (_, last) => {
    let tried = 0;
    const server = createServer((socket) => {
      let listening = false;
      socket.on("error", () => {});
      socket.write("220 here\r\n");
      socket.on("data", (bytes) => {
        const text = bytes.toString();
        if (/^MAIL/i.test(text)) tried += 1;
        if (last.test(text)) socket.destroy();
        else if (!listening) socket.write(/^DATA/i.test(text) ? "354 go on\r\n" : "250 fine\r\n");
        listening ||= /^DATA/i.test(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const sent = await driverOf(settings(`smtp://127.0.0.1:${port}`)).send(outgoing(), never);
    expect(sent).toEqual({ outcome: "later", code: "unreachable" });
    expect(tried).toBe(1);
  });
  test("is not there", async () => {
    const { url } = await smtp();
    for (const close of closing.splice(0)) await close();
    expect(await driverOf(settings(url)).send(outgoing(), never)).toEqual({ outcome: "later", code: "unreachable" });
  });
  test.each<[string, object, object]>([
    ["does not let us in", { code: "EAUTH", responseCode: 535 }, { code: "not_signed_in", status: 535 }],
    ["wants us to sign in first", { command: "MAIL FROM", responseCode: 530 }, { code: "not_signed_in", status: 530 }],
    ["takes no mail at all for now", { command: "CONN", responseCode: 554 }, { code: "unreachable", status: 554 }],
    ["is about to close", { command: "CONN", responseCode: 421 }, { code: "unreachable", status: 421 }],
    ["does not answer our greeting", { command: "EHLO", responseCode: 502 }, { code: "unreachable", status: 502 }],
  ])("%s: no mail is to blame", (_, answer, expected) => {
    expect(outcomeOf(answer)).toEqual({ outcome: "later", ...expected });
  });
  test("greets us with a refusal: the mail waits, and no address is lost", async () => {
    const server = createServer((socket) => socket.end("554 no mail service here\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const sent = await driverOf(settings(`smtp://127.0.0.1:${port}`)).send(outgoing(), never);
    expect(sent).toEqual({ outcome: "later", code: "unreachable", status: 554 });
  });
});

test("a link of a message does what it says and nothing else can be made of it", async () => {
  const { mails, url } = await smtp();
  await driverOf(settings(url)).send(outgoing({ confirm: 5 }), never);
  const read = await simpleParser(mails[0]?.raw ?? "");
  const tokens = [...(read.text ?? "").matchAll(/notices\/(\S+)/g)].map(([, token]) => token ?? "");
  expect(tokens.map(readLink)).toEqual([
    { deed: "confirm", noticeId: 5, endpointId: 7 },
    { deed: "leave", subscriptionId: 9, endpointId: 7 },
  ]);
  const [confirm = ""] = tokens;
  for (const forged of [confirm.replace("c.5.", "c.6."), confirm.replace(".7.", ".8."), confirm.replace(/^c/, "l")])
    expect(readLink(forged)).toBe(null);
  expect(readLink("")).toBe(null);
});
