import { gzipSync } from "node:zlib";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, test } from "vitest";
import type { Given } from "../../lib/publication/page.ts";
import type { PublicSnapshot } from "../../lib/publication/snapshot.ts";
import { aMerged, anIncident, anUpdate, aService, aSnapshot, aWindow, words } from "../../lib/publication/testing.ts";
import { SITE } from "./site.ts";

const NOW = Date.parse("2026-11-24T06:42:08Z");
const PROMISE = {
  ...{ from: "2020-01-01", workFrom: 6, workTo: 18, target: { working: 0.998, other: 0.985 } },
  ...{ source: "Aftalen", assumed: true },
};

function printed(address: string, snapshot: PublicSnapshot, unusual: Partial<Given> = {}) {
  const [path = "", query = ""] = address.split("?");
  for (const route of SITE) {
    const match = route.path.exec(path);
    if (!match || route.kind === "own") continue;
    return route.answer({
      ...{ snapshot, now: NOW, stale: false, match, query: new URLSearchParams(query), signedIn: null },
      ...{ reader: { locale: "da", theme: undefined }, origin: "https://status.example.dk" },
      ...unusual,
    });
  }
  throw new Error(`${address} is no public address`);
}

type Node = DefaultTreeAdapterTypes.Node;
const childrenOf = (node: Node): Node[] => ("childNodes" in node ? node.childNodes : []);
const everyNode = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(everyNode)];

/** What a browser makes of a page: every element, and the text people read. Fails where a strict parser complains. */
function read(body: string) {
  const wrong: string[] = [];
  const nodes = everyNode(parse(body, { onParseError: ({ code, startLine }) => wrong.push(`${code} ${startLine}`) }));
  expect(wrong).toEqual([]);
  const elements = nodes.flatMap((node) => ("tagName" in node ? [node] : []));
  const textOf = (node: Node): string =>
    "value" in node
      ? node.value
      : "tagName" in node && /^(script|style)$/.test(node.tagName)
        ? ""
        : childrenOf(node).map(textOf).join(" ");
  const text = (node: Node) => textOf(node).replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ").trim();
  const attribute = (element: (typeof elements)[number], name: string) =>
    element.attrs.find((one) => one.name === name)?.value;
  const all = (tag: string) => elements.filter(({ tagName }) => tagName === tag);
  return { elements, all, text, attribute, whole: nodes[0] ? text(nodes[0]) : "", h1: all("h1").map(text) };
}

const ADDRESSES = [
  "/",
  "/?municipality=0851",
  "/history",
  "/history?q=forsinkelse",
  "/history?service=distributor",
  "/history?service=advis",
  "/history/2026-11",
  "/incidents/2026-118",
  "/incidents/2026-999",
  "/subscribe",
  "/subscribe/sent",
];
const promised = aSnapshot({
  services: aSnapshot().services.map((service) => ({ ...service, objectives: [PROMISE] })),
});

describe.each(ADDRESSES)("%s", (address) => {
  test.each(["da", "en"] as const)("is whole and valid HTML in %s, in one piece under 50 KB", (locale) => {
    const { body, status = 200 } = printed(address, promised, { reader: { locale, theme: "dark" } });
    const { all, attribute, h1, elements } = read(body);
    expect(status).toBe(address.endsWith("999") ? 404 : 200);
    expect(h1).toHaveLength(1);
    expect(all("html").map((one) => [attribute(one, "lang"), attribute(one, "data-theme")])).toEqual([
      [locale, "dark"],
    ]);
    expect(gzipSync(body).byteLength).toBeLessThan(50_000);
    // Nothing else is fetched: no style, script, font or picture from elsewhere, and no style a policy would refuse.
    expect(elements.flatMap((one) => attribute(one, "src") ?? attribute(one, "style") ?? [])).toEqual([]);
    expect(all("link").map((one) => attribute(one, "rel"))).not.toContain("stylesheet");
    // It can be put on a home screen, where a phone asks for these when somebody does.
    const linked = new Map(all("link").map((one) => [attribute(one, "rel"), attribute(one, "href")]));
    expect(linked.get("manifest")).toBe("/manifest.webmanifest");
    expect(linked.get("apple-touch-icon")).toBe("/icons/apple-180.png");
    const ids = elements.flatMap((one) => attribute(one, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const use of all("use")) expect(ids).toContain(attribute(use, "href")?.slice(1));
  });

  test("lets nothing that somebody typed become markup", () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&{x}`;
    const hostile = aSnapshot({
      services: [
        aService({ name: words(evil), note: words(evil), objectives: [{ ...PROMISE, source: evil }] }),
        aService({
          code: "advis",
          kind: "chain",
          station: null,
          seen: [],
          name: words(evil),
          through: [{ service: "distributor", whole: true }],
        }),
      ],
      incidents: [
        anIncident({
          ...{
            title: words(evil),
            updates: [anUpdate({ text: words(evil) })],
            nextUpdateAt: "2026-11-24T07:10:00.000Z",
          },
          followUp: { cause: words(evil), measures: words(evil), at: "2026-11-24T06:10:00.000Z" },
          impacts: [{ municipality: "0851", effect: "delayed", from: "2026-11-24T05:11:00.000Z", to: null }],
        }),
      ],
      windows: [aWindow({ title: words(evil), note: words(evil) })],
      municipalities: [{ code: "0851", name: evil, region: null, formerRegion: null }],
    });
    const { all, elements, attribute } = read(printed(address, hostile).body);
    expect(all("script")).toHaveLength(1);
    expect(all("img")).toHaveLength(0);
    expect(elements.flatMap((one) => one.attrs.filter(({ name }) => name.startsWith("on")))).toEqual([]);
    expect(all("a").filter((one) => !/^[/#]/.test(attribute(one, "href") ?? ""))).toEqual([]);
  });
});

describe("the front page says", () => {
  const h1 = (snapshot: PublicSnapshot, unusual: Partial<Given> = {}) => read(printed("/", snapshot, unusual).body).h1;
  const quiet = aSnapshot({ incidents: [], windows: [] });

  test("how many municipalities are hit, the figures first", () => {
    expect(h1(aSnapshot({ incidents: [anIncident({ municipalities: 2 })] }))).toEqual([
      "2 af 4 kommuner er ramt: Forsinkelse i Beskedfordeler",
    ]);
  });
  test("what is wrong where nobody has said how many, and that several things are", () => {
    expect(h1(aSnapshot())).toEqual(["Forsinkelse i Beskedfordeler"]);
    const two = [anIncident(), anIncident({ number: "2026-119", severity: "critical" })];
    expect(h1(aSnapshot({ incidents: two }))).toEqual(["2 driftsforstyrrelser er i gang"]);
  });
  test("how many services are operational, never that what is not seen is", () => {
    expect(h1(quiet)).toEqual(["3 af 3 tjenester er i drift"]);
    // The chain's only part at its place is not seen either.
    const one = quiet.services.map((service) => (service.code === "vans" ? { ...service, seen: [] } : service));
    expect(h1({ ...quiet, services: one })).toEqual(["1 af 3 tjenester er i drift"]);
    const none = quiet.services.map((service) => ({ ...service, seen: [] }));
    expect(h1({ ...quiet, services: none })).toEqual(["Vi kan ikke se, hvordan tjenesterne har det"]);
  });
  test("how old it is, in words, and of which moment it speaks", () => {
    const later = { stale: true, now: Date.parse("2026-11-24T09:00:00Z") };
    const { whole } = read(printed("/", quiet, later).body);
    expect(whole).toContain("Siden er 2 t 18 min gammel.");
    expect(h1(quiet, later)).toEqual(["Kl. 07:42 var 3 af 3 tjenester i drift"]);
    expect(read(printed("/", quiet).body).whole).not.toContain("gammel");
  });
  test("that a window is at work, what happens to messages, and what of a planned one was moved", () => {
    const working = aWindow({
      phase: "in_progress",
      plannedFrom: "2026-11-24T06:00:00.000Z",
      plannedTo: "2026-11-24T07:00:00.000Z",
    });
    expect(h1({ ...quiet, windows: [working] })).toEqual(["Servicevindue i gang: Beskedfordeler"]);
    const before = { plannedFrom: "2026-11-25T04:00:00.000Z", plannedTo: "2026-11-25T05:00:00.000Z" };
    const after = { plannedFrom: "2026-11-26T04:00:00.000Z", plannedTo: "2026-11-26T05:00:00.000Z" };
    const moved = aWindow({
      changes: [
        { sequence: 0, at: "2026-11-18T09:00:00.000Z", kind: "announced", ...before },
        { sequence: 1, at: "2026-11-19T09:00:00.000Z", kind: "moved", ...after },
      ],
    });
    const { whole } = read(printed("/", { ...quiet, windows: [moved] }).body);
    expect(whole).toContain("26. nov. 05:00–06:00 Flyttet fra 25. nov. 05:00–06:00");
    expect(whole).toContain("Beskeder står i kø og sendes bagefter · ventet: ca. 40 beskeder");
  });
  test("leg delays only where the operator has switched them on", () => {
    const line = { legs: [{ station: "vans", direction: "out" as const, medianMs: 900, count: 7 }], returnMs: 1_400 };
    expect(read(printed("/", quiet).body).whole).not.toContain("0,9 s");
    expect(read(printed("/", { ...quiet, line }).body).whole).toContain("≈ 0,9 s");
  });
});

describe("to whoever asks for a municipality it answers", () => {
  const row = (municipality: string) => ({
    ...{ municipality, effect: "delayed" as const, from: "2026-11-24T05:11:00.000Z", to: null },
  });
  test.each([
    ["that it is hit, where it is named", { impacts: [row("0851")], municipalities: 1 }, "Aalborg er ramt"],
    ["the same for an incident that hits all", { municipalities: 4 }, "Aalborg er ramt"],
    ["that it may be, where nobody is named", {}, "Aalborg kan være ramt"],
    [
      "not that it is well, where only others are named",
      { impacts: [row("0787")], municipalities: 1 },
      "Aalborg er ikke meldt ramt",
    ],
    [
      "that nothing is reported, once it is over",
      { resolvedAt: "2026-11-24T06:00:00.000Z", phase: "resolved" as const },
      "Intet er meldt for Aalborg",
    ],
  ])("%s", (_, unusual, heading) => {
    const { all, text } = read(printed("/?municipality=0851", aSnapshot({ incidents: [anIncident(unusual)] })).body);
    expect(
      all("h2")
        .map(text)
        .some((one) => one.startsWith(heading)),
    ).toBe(true);
  });
  test("nothing for a code that is nobody's", () => {
    expect(read(printed("/?municipality=x", aSnapshot()).body).whole).toContain("Vælg en kommune.");
  });
});

describe("the history", () => {
  const many = Array.from({ length: 120 }, (_, n) =>
    anIncident({
      ...{ number: `2026-${200 - n}`, title: words(n === 60 ? "Et udløbet certifikat" : `Hændelse ${n}`) },
      ...{ severity: n % 2 === 0 ? "minor" : "major", services: [n % 3 === 0 ? "vans" : "distributor"] },
      startedAt: new Date(NOW - (n + 1) * 24 * 3_600_000).toISOString(),
      ...{ resolvedAt: new Date(NOW - n * 24 * 3_600_000 - 60_000).toISOString(), phase: "backlog_cleared" },
      updates: [],
    }),
  );
  const world = aSnapshot({ incidents: many });
  const found = (address: string) => {
    const { all, attribute } = read(printed(address, world).body);
    const links = all("a").flatMap((one) => attribute(one, "href") ?? []);
    return {
      numbers: links.flatMap((href) => /^\/incidents\/(.+)$/.exec(href)?.[1] ?? []),
      older: links.find((href) => href.includes("before=")),
    };
  };

  test("is found by words, by severity and by service", () => {
    expect(found("/history?q=CERTIFIKAT+udløbet").numbers).toEqual(["2026-140"]);
    expect(found("/history?q=2026-150").numbers).toEqual(["2026-150"]);
    expect(found("/history?q=intet").numbers).toEqual([]);
    expect(found("/history?severity=minor").numbers).toContain("2026-198");
    expect(found("/history?severity=minor").numbers).not.toContain("2026-199");
  });
  test("is read to its end, fifty at a time, none twice and none left out", () => {
    const read: string[] = [];
    for (let address: string | undefined = "/history?severity=minor"; address; ) {
      const page = found(address);
      read.push(...page.numbers);
      address = page.older;
    }
    expect(read).toEqual(many.filter(({ severity }) => severity === "minor").map(({ number }) => number));
  });
  test("shows one month, with what lasted into it", () => {
    const september = found("/history?month=2026-09").numbers;
    expect(september.length).toBeGreaterThan(28);
    expect(september).toContain("2026-146");
    expect(september).not.toContain("2026-200");
  });
});

describe("a service's own page", () => {
  const HOUR = 3_600_000;
  const down = (number: string, from: string, hours: number) =>
    anIncident({
      ...{ number, trouble: "down", startedAt: from, updates: [anUpdate({ trouble: "down", statedAt: from })] },
      resolvedAt: new Date(Date.parse(from) + hours * HOUR).toISOString(),
      phase: "backlog_cleared",
    });
  const world = aSnapshot({
    services: [aService({ objectives: [PROMISE] })],
    incidents: [down("2026-2", "2026-11-11T08:30:00.000Z", 3), down("2026-1", "2026-10-05T20:00:00.000Z", 2)],
    windows: [],
  });
  const { all, text, whole } = read(printed("/history?service=distributor", world).body);

  test("lists every interval that counts, and their lengths add up to the sum it shows", () => {
    const counts = all("td")
      .map(text)
      .filter((cell) => /^\d+:\d\d:\d\d$/.test(cell));
    const ms = counts.map((cell) => cell.split(":").reduce((sum, part) => sum * 60 + Number(part), 0));
    expect(counts).toEqual(["2:00:00", "3:00:00", "5:00:00", "5:00:00"]);
    expect((ms[0] ?? 0) + (ms[1] ?? 0)).toBe(ms[2]);
  });
  test("says the promise with its denominators, and that it is assumed", () => {
    expect(whole).toContain("Målet er fra Aftalen. Det er antaget");
    expect(whole).toContain("på hverdage 06–18 99,8 % 99,6 % 99,6 % 31 d 14 t af 31 d 14 t");
  });
});

test("the monthly report answers how many promises were kept, and a month that is none is not there", () => {
  const { body } = printed("/history/2026-11", promised);
  expect(read(body).h1).toEqual(["Månedsrapport november 2026"]);
  expect(read(body).whole).toMatch(/\d+ af \d+ servicemål blev holdt/);
  for (const month of ["2026-13", "2027-01", "1999-01", "x"])
    expect(printed(`/history/${month}`, promised).status).toBe(404);
});

test("an incident that was merged is the one it was merged into; what is not public does not exist", () => {
  const world = aSnapshot({ incidents: [anIncident({ merged: [aMerged()] })] });
  expect(read(printed("/incidents/2026-120", world).body).h1).toEqual(["Forsinkelse i Beskedfordeler"]);
  const absent = printed("/incidents/2026-119", world);
  expect([absent.status, read(absent.body).h1]).toEqual([404, ["Findes ikke"]]);
});

test("who else was told of an incident is one link away for those who are signed in, and not said to others", () => {
  const viewer = { personId: 1, name: "Vagten", organisationId: 7, organisationName: "Aalborg" };
  const signedIn = { viewer: { ...viewer, role: "municipality" as const }, ownsSources: false, concerns: [] };
  const links = (unusual: Partial<Given>) => {
    const { all, attribute } = read(printed("/incidents/2026-118", aSnapshot(), unusual).body);
    return all("a").map((link) => attribute(link, "href"));
  };
  expect(links({ signedIn })).toContain("/told/incident/2026-118");
  expect(links({}).join(" ")).not.toContain("/told");
});

test("signed in, it says what concerns one's own, and has the menu", () => {
  const viewer = {
    personId: 1,
    name: "Vagten",
    organisationId: 7,
    organisationName: "Aalborg",
    role: "municipality" as const,
  };
  const hit = { count: 1, of: "systems" as const, names: ["Omsorg"], effect: "delayed" as const, lasts: true };
  const { title, number, phase, severity, trouble, startedAt, resolvedAt, updatedAt } = anIncident();
  const concerns = [{ title, number, phase, severity, trouble, startedAt, resolvedAt, updatedAt, hit }];
  const { whole, all, text } = read(
    printed("/", aSnapshot(), { signedIn: { viewer, ownsSources: false, concerns } }).body,
  );
  expect(whole).toContain("Beskeder kommer for sent i Omsorg (1 modtagersystem).");
  expect(all("nav").map(text)).toEqual(["Kvitteringer Beskeder Driftsstatus Abonnementer Adviseringslister"]);
  expect(all("button").map(text)).toContain("Log ud");
  expect(whole).not.toContain("Vagten");
});
