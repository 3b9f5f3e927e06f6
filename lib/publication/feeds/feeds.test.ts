import fc from "fast-check";
import RssParser from "rss-parser";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { PublicIncident, PublicSnapshot, PublicWindow } from "../snapshot.ts";
import { aMerged, anIncident, anUpdate, aService, aSnapshot, aWindow, words } from "../testing.ts";
import { atom, jsonFeed, rss } from "./feeds.ts";

const ORIGIN = "https://status.example.dk";
const given = (snapshot: PublicSnapshot, query = "", origin = ORIGIN) => ({
  ...{ snapshot, now: Date.parse("2026-11-24T06:42:00Z"), stale: false, query: new URLSearchParams(query), origin },
});

/** https://www.jsonfeed.org/version/1.1/: what a reader may count on. */
const jsonFeed11 = z.object({
  version: z.literal("https://jsonfeed.org/version/1.1"),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  language: z.string(),
  items: z.array(
    z.object({
      ...{ id: z.string().min(1), url: z.url(), title: z.string(), content_text: z.string().min(1) },
      ...{ date_published: z.iso.datetime(), date_modified: z.iso.datetime(), tags: z.array(z.string()) },
    }),
  ),
});

type Read = { id: string; title: string; link: string; text: string; published: string; updated: string };
const parser = new RssParser({
  customFields: { item: ["updated", "published", "atom:updated", "id", "content", "description"] as string[] },
});
/** A field as a reader shows it: trimmed, and with spaces where ours do not break. */
const strings = z.record(z.string(), z.unknown()).transform(
  (item) => (name: string) =>
    String(item[name] ?? "")
      .replaceAll("\u00a0", " ")
      .trim(),
);

/** The feed in all three formats, as readers of others understand it. */
async function readers(snapshot: PublicSnapshot, query = "", origin = ORIGIN): Promise<Record<string, Read[]>> {
  const asked = given(snapshot, query, origin);
  const ofAtom = (await parser.parseString(atom(asked).body)).items.map((item) => strings.parse(item));
  const ofRss = (await parser.parseString(rss(asked).body)).items.map((item) => strings.parse(item));
  const ofJson = jsonFeed11.parse(JSON.parse(jsonFeed(asked).body.replaceAll("\u00a0", " "))).items;
  return {
    atom: ofAtom.map((item) => ({
      ...{ id: item("id"), title: item("title"), link: item("link"), text: item("contentSnippet") },
      ...{ published: item("published"), updated: item("updated") },
    })),
    rss: ofRss.map((item) => ({
      ...{ id: item("guid"), title: item("title"), link: item("link"), text: item("contentSnippet") },
      ...{ published: item("isoDate"), updated: item("atom:updated") },
    })),
    json: ofJson.map((item) => ({
      ...{ id: item.id, title: item.title, link: item.url, text: item.content_text },
      ...{ published: item.date_published, updated: item.date_modified },
    })),
  };
}

const FORMATS = ["atom", "rss", "json"] as const;
/** One entry by the end of its id, in each format. */
const found = (read: Record<string, Read[]>, end: string) =>
  FORMATS.map((format) => read[format]?.find(({ id }) => id.endsWith(end)));

describe("an incident, as independent readers see it", () => {
  const first = anUpdate();
  const second = anUpdate({
    ...{ nr: 2, phase: "monitoring", text: words("Forbindelsen er genstartet, og køen falder.") },
    ...{ statedAt: "2026-11-24T06:00:00.000Z", publishedAt: "2026-11-24T06:10:00.000Z" },
  });

  test("is an entry when it is published", async () => {
    const read = await readers(aSnapshot({ windows: [] }));
    for (const format of FORMATS) expect(read[format]).toHaveLength(1);
    for (const entry of found(read, "incident/2026-118/update/1")) {
      expect(entry).toMatchObject({
        title: "Forsinkelse i Beskedfordeler: Bekræftet",
        link: `${ORIGIN}/incidents/2026-118`,
        published: "2026-11-24T05:22:00.000Z",
        updated: "2026-11-24T05:22:00.000Z",
      });
      expect(entry?.text).toContain("Advis om sygehusophold når sent frem.");
    }
  });

  test("gets one more when it is updated; the first stays as it was", async () => {
    const before = await readers(aSnapshot({ windows: [] }));
    const after = await readers(aSnapshot({ windows: [], incidents: [anIncident({ updates: [first, second] })] }));
    for (const format of FORMATS) expect(after[format]).toHaveLength(2);
    expect(found(after, "/update/1")).toEqual(found(before, "/update/1"));
    for (const entry of found(after, "/update/2")) {
      expect(entry?.updated).toBe("2026-11-24T06:10:00.000Z");
      expect(entry?.text).toContain("Teksten gælder fra 24. nov. 07:00");
    }
  });

  test("corrected, keeps the id and the day it was published, and is newer", async () => {
    const corrected = anUpdate({ text: words("Fire kommuner er ramt."), correctedAt: "2026-11-24T06:30:00.000Z" });
    const read = await readers(aSnapshot({ windows: [], incidents: [anIncident({ updates: [corrected, second] })] }));
    for (const format of FORMATS) expect(read[format]?.[0]?.id).toMatch(/update\/1$/);
    for (const entry of found(read, "/update/1")) {
      expect(entry).toMatchObject({ published: "2026-11-24T05:22:00.000Z", updated: "2026-11-24T06:30:00.000Z" });
      expect(entry?.text).toContain("Fire kommuner er ramt.");
      expect(entry?.text).toContain("Rettet 24. nov. 07:30.");
    }
    expect(atom(given(aSnapshot({ windows: [], incidents: [anIncident({ updates: [corrected] })] }))).body).toMatch(
      /^ {2}<updated>2026-11-24T06:30:00.000Z/m,
    );
  });

  test("that is put under another has one last entry that leads there, in every language, also where a feed is narrowed", async () => {
    const snapshot = aSnapshot({ windows: [], incidents: [anIncident({ merged: [aMerged()] })] });
    for (const query of ["", "service=distributor", "municipality=0851"]) {
      const read = await readers(snapshot, query);
      for (const entry of found(read, "incident/2026-120/merged")) {
        expect(entry).toMatchObject({
          title: "Advis når sent frem: samlet under 2026-118",
          link: `${ORIGIN}/incidents/2026-118`,
          published: "2026-11-24T06:05:00.000Z",
        });
        expect(entry?.text).toContain("2026-120 er samme sag som 2026-118 Forsinkelse i Beskedfordeler.");
        expect(entry?.text).toContain("Gælder: VANS.");
      }
    }
    for (const entry of found(await readers(snapshot, "lang=en"), "incident/2026-120/merged"))
      expect(entry?.title).toBe("Advis når sent frem (en): gathered under 2026-118");
  });

  test("tells when the backlog is cleared, once, and what was learnt", async () => {
    const cleared = { backlogClearedAt: "2026-11-24T09:00:00.000Z", resolvedAt: "2026-11-24T08:00:00.000Z" };
    const followUp = {
      cause: words("Et certifikat udløb."),
      measures: words("Alarm."),
      at: "2026-11-25T09:00:00.000Z",
    };
    const read = await readers(aSnapshot({ windows: [], incidents: [anIncident({ ...cleared, followUp })] }));
    for (const entry of found(read, "incident/2026-118/backlog-cleared"))
      expect(entry?.updated).toBe("2026-11-24T09:00:00.000Z");
    for (const entry of found(read, "incident/2026-118/follow-up"))
      expect(entry?.text).toContain("Et certifikat udløb.");
    const written = anUpdate({ nr: 2, phase: "backlog_cleared" });
    const told = await readers(
      aSnapshot({ windows: [], incidents: [anIncident({ ...cleared, updates: [anUpdate(), written] })] }),
    );
    expect(found(told, "backlog-cleared")).toEqual([undefined, undefined, undefined]);
  });
});

describe("a window, as independent readers see it", () => {
  const [announced] = aWindow().changes as [PublicWindow["changes"][number]];
  const moved = {
    ...{ sequence: 1, at: "2026-11-20T09:00:00.000Z", kind: "moved" as const },
    ...{ plannedFrom: "2026-11-27T04:00:00.000Z", plannedTo: "2026-11-27T05:00:00.000Z" },
  };
  const of = (...changes: PublicWindow["changes"]) => aSnapshot({ incidents: [], windows: [aWindow({ changes })] });

  test("is announced, moved, begun and ended: an entry each", async () => {
    const read = await readers(
      of(
        announced,
        moved,
        { ...moved, sequence: 1, at: "2026-11-27T04:00:02.000Z", kind: "started" },
        { ...moved, sequence: 1, at: "2026-11-27T04:50:00.000Z", kind: "ended" },
      ),
    );
    for (const format of FORMATS)
      expect(read[format]?.map(({ title }) => title.replace(/:.*/, ""))).toEqual([
        "Afsluttet",
        "Begyndt",
        "Flyttet",
        "Varslet",
      ]);
    for (const entry of found(read, "/moved/1")) {
      expect(entry?.title).toBe("Flyttet: Mindre servicevindue, 27. nov. 05:00–06:00");
      expect(entry?.text).toContain("Før: 26. nov. 05:00–06:00.");
    }
  });

  test("cancelled, says so", async () => {
    const read = await readers(of(announced, { ...announced, at: "2026-11-20T09:00:00.000Z", kind: "cancelled" }));
    for (const entry of found(read, "/cancelled/1"))
      expect(entry?.text).toContain("Servicevinduet 26. nov. 05:00–06:00 er aflyst.");
  });

  test("moved twice, has two entries; held back and released, none", async () => {
    const read = await readers(
      of(
        announced,
        moved,
        { ...announced, sequence: 2, at: "2026-11-21T09:00:00.000Z", kind: "moved" },
        {
          ...announced,
          at: "2026-11-22T09:00:00.000Z",
          kind: "held",
        },
      ),
    );
    for (const format of FORMATS)
      expect(read[format]?.map(({ id }) => id.split("/").slice(-2).join("/"))).toEqual([
        "moved/2",
        "moved/1",
        "announced/1",
      ]);
  });

  test("over two days, names both", async () => {
    const span = { plannedFrom: "2026-12-06T21:00:00.000Z", plannedTo: "2026-12-07T05:00:00.000Z" };
    const read = await readers(of({ ...announced, ...span }));
    expect(read["json"]?.[0]?.title).toBe("Varslet: Mindre servicevindue, 6. dec. 22:00 til 7. dec. 06:00");
  });
});

describe("whose feed it is", () => {
  const row = (municipality: string) => ({
    ...({ municipality, effect: "delayed", from: "2026-11-24T05:11:00.000Z", to: null } as const),
  });
  const hits = (number: string, unusual: Partial<PublicIncident> = {}) => anIncident({ number, ...unusual });
  const snapshot = aSnapshot({
    services: [
      ...aSnapshot().services,
      aService({ code: "korrespondance", kind: "chain", name: words("Korrespondance") }),
    ],
    windows: [],
    incidents: [
      hits("2026-1"),
      hits("2026-2", { impacts: [row("0851")] }),
      hits("2026-3", { impacts: [row("0101")] }),
      hits("2026-4", { services: ["korrespondance"] }),
    ],
  });
  const numbers = async (query: string) =>
    (await readers(snapshot, query))["atom"]?.map(({ link }) => link.replace(/.*\//, ""));

  test("a municipality's has what is published for it and what is published for nobody in particular", async () => {
    expect(await numbers("municipality=0851")).toEqual(["2026-1", "2026-2", "2026-4"]);
    expect(await numbers("municipality=0101")).toEqual(["2026-1", "2026-3", "2026-4"]);
  });
  test("a region's is that of its municipalities", async () => {
    expect(await numbers("region=1081")).toEqual(["2026-1", "2026-2", "2026-4"]);
  });
  test("a service's has also the stations it runs through", async () => {
    expect(await numbers("service=advis")).toEqual(["2026-1", "2026-2", "2026-3"]);
    expect(await numbers("service=korrespondance")).toEqual(["2026-4"]);
  });
  test.each([
    ["municipality=9999", "municipality", "unknown"],
    ["region=9", "region", "unknown"],
    ["service=none", "service", "unknown"],
    ["municipality=0851&region=1081", "region", "one_place"],
    ["lang=sv", "lang", "invalid_value"],
    ["kommune=0851", "kommune", "unknown_field"],
    ["service=<script>", "service", "invalid_format"],
  ])("%s is refused, naming %s", (query, field, code) => {
    const answer = atom(given(snapshot, query));
    expect(answer).toMatchObject({ status: 400, type: "application/problem+json" });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, field, code });
    expect(answer.body).not.toContain("<script>");
  });
});

test("ids are the same through every host and in every language; links follow the host", async () => {
  const ids = (read: Record<string, Read[]>) => FORMATS.map((format) => read[format]?.map(({ id }) => id));
  const [here, there, english] = await Promise.all([
    readers(aSnapshot()),
    readers(aSnapshot(), "", "http://10.0.0.7:3000"),
    readers(aSnapshot(), "lang=en"),
  ]);
  expect(ids(there)).toEqual(ids(here));
  expect(ids(english)).toEqual(ids(here));
  expect(there["rss"]?.[0]?.link).toBe("http://10.0.0.7:3000/incidents/2026-118");
  expect(english["atom"]?.[0]?.title).toBe("Forsinkelse i Beskedfordeler (en): Confirmed");
});

test("every id is one of its own and never changes when more is said", () => {
  const instant = fc
    .integer({ min: 0, max: 5_000_000 })
    .map((s) => new Date(1_700_000_000_000 + s * 1000).toISOString());
  const update = fc.record({ publishedAt: instant, correctedAt: fc.option(instant) });
  const change = fc.record({ at: instant, kind: fc.constantFrom("moved", "prolonged", "started", "cancelled") });
  fc.assert(
    fc.property(
      fc.array(update, { maxLength: 12 }),
      fc.array(change, { maxLength: 12 }),
      fc.nat(24),
      (all, moves, cut) => {
        const upTo = (n: number) =>
          aSnapshot({
            incidents: [anIncident({ updates: all.slice(0, n).map((one, i) => anUpdate({ nr: i + 1, ...one })) })],
            windows: [
              aWindow({
                changes: moves
                  .slice(0, n)
                  .map((one, sequence) => ({ ...aWindow().changes[0], ...one, sequence })) as PublicWindow["changes"],
              }),
            ],
          });
        const ids = (n: number) =>
          jsonFeed11.parse(JSON.parse(jsonFeed(given(upTo(n))).body)).items.map(({ id }) => id);
        const whole = new Set(ids(24));
        expect(whole.size).toBe(ids(24).length);
        for (const id of ids(cut)) expect(whole).toContain(id);
      },
    ),
  );
});

test("the newest hundred are told, by when they were last changed", async () => {
  const incidents = Array.from({ length: 150 }, (_, index) => {
    const publishedAt = new Date(Date.parse("2026-01-01T00:00:00Z") + index * 3_600_000).toISOString();
    return anIncident({ number: `2026-${index + 1}`, updates: [anUpdate({ publishedAt })] });
  });
  const read = await readers(aSnapshot({ incidents, windows: [] }));
  for (const format of FORMATS) {
    expect(read[format]).toHaveLength(100);
    expect(read[format]?.[0]?.link).toBe(`${ORIGIN}/incidents/2026-150`);
  }
});

test("nothing published is an empty feed that still reads", async () => {
  const read = await readers(aSnapshot({ incidents: [], windows: [] }));
  for (const format of FORMATS) expect(read[format]).toEqual([]);
});

const HOSTILE = `]]><script>alert(1)</script>&<b>"'\u0000\u000b\ufffe\ud800 ]]>&amp;lt; &#x0;`;

test("hostile text is text: well-formed XML, and no markup but our paragraphs", async () => {
  const snapshot = aSnapshot({
    services: [aService({ name: words(HOSTILE) })],
    incidents: [anIncident({ title: words(HOSTILE), updates: [anUpdate({ text: words(HOSTILE) })] })],
    windows: [aWindow({ title: words(HOSTILE), note: words(HOSTILE) })],
  });
  const readable = `]]><script>alert(1)</script>&<b>"'\ufffd ]]>&amp;lt; &#x0;`;
  for (const feed of [atom, rss]) {
    const { body } = feed(given(snapshot));
    const strict = new SaxesParser({ xmlns: true });
    strict.on("error", (error) => {
      throw error;
    });
    expect(() => strict.write(body).close()).not.toThrow();
  }
  const read = await readers(snapshot);
  for (const entry of found(read, "/update/1")) {
    expect(entry?.title).toBe(`${readable}: Bekræftet`);
    expect(entry?.text).toContain(readable);
  }
  const contents = (await parser.parseString(rss(given(snapshot)).body)).items.map((item) => item.content ?? "");
  for (const content of contents) expect(content.replace(/<\/?p>|<br>/g, "")).not.toMatch(/[<>]/);
});

test("fast-check: whatever an operator types, strict XML comes out, with the text in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (title, text) => {
      const snapshot = aSnapshot({
        incidents: [anIncident({ title: words(title), updates: [anUpdate({ text: words(text) })] })],
      });
      for (const feed of [atom, rss]) {
        const strict = new SaxesParser({ xmlns: true });
        strict.on("error", (error) => {
          throw error;
        });
        strict.write(feed(given(snapshot)).body).close();
      }
    }),
  );
});

test("demo data say so in every title, for an entry is read alone", async () => {
  const read = await readers(aSnapshot({ demo: true }));
  for (const format of FORMATS) for (const { title } of read[format] ?? []) expect(title).toMatch(/^Demodata: /);
});
