import { describe, expect, test } from "vitest";
import type { ImpactEffect } from "../../status/shapes.ts";
import type { PublicIncident, PublicSnapshot } from "../snapshot.ts";
import { anIncident, anUpdate, aSnapshot, words } from "../testing.ts";
import { banner, bannerJson, bannerOf } from "./rules.ts";

const NOW = Date.parse("2026-11-24T06:42:00Z");
const row = (municipality: string, unusual: Partial<PublicIncident["impacts"][number]> = {}) => ({
  ...{ municipality, effect: "delayed" as ImpactEffect, from: "2026-11-24T05:11:00.000Z", to: null },
  ...unusual,
});
const incidents = (...all: Partial<PublicIncident>[]) => aSnapshot({ incidents: all.map(anIncident) });
type Asked = { municipality?: string; region?: string; lang?: "da" | "en" };
const shown = (snapshot: PublicSnapshot, { lang = "da", ...asked }: Asked, now = NOW, stale = false) =>
  bannerOf({ snapshot, now, stale }, { lang, ...asked });
const said = (...given: Parameters<typeof shown>) =>
  shown(...given).lines.map(({ who, text, when }) => `${who}: ${text} ${when}`.replaceAll("\u00a0", " "));

const AALBORG = { municipality: "0851" };
const NORTH = { region: "1081" };
const CAPITAL = { region: "1084" };

describe("where the operator has published whom an incident hits", () => {
  const snapshot = incidents({ services: ["advis", "distributor"], impacts: [row("0851"), row("0860")] });

  test("a municipality that is hit reads how", () => {
    expect(said(snapshot, AALBORG)).toEqual([
      "Aalborg Kommune: advis om sygehusophold kommer for sent. Siden 06:11, opdateret 06:22.",
    ]);
  });
  test("a region reads how many of its municipalities are", () => {
    expect(said(snapshot, NORTH)).toEqual([
      "Region Nordjylland: 2 af 3 kommuner modtager p.t. advis om sygehusophold for sent. Siden 06:11, opdateret 06:22.",
    ]);
  });
  test("everybody else reads nothing, however grave it is", () => {
    expect(said(snapshot, CAPITAL)).toEqual([]);
    expect(said(snapshot, { municipality: "0787" })).toEqual([]);
  });
  test.each([
    ["before a municipality is hit", row("0851", { from: "2026-11-24T07:00:00.000Z" }), []],
    ["once it is hit no longer", row("0851", { to: "2026-11-24T06:42:00.000Z" }), []],
    ["for a row that says it is not hit", row("0851", { effect: "none" }), []],
    ["where letters may be lost", row("0851", { effect: "lost" }), ["beskeder kan være gået tabt."]],
    ["where nobody knows", row("0851", { effect: "unknown" }), ["beskeder kan være forsinket."]],
  ])("%s", (_, impact, expected) => {
    const lines = shown(incidents({ impacts: [impact] }), AALBORG).lines.map(({ text }) => text);
    expect(lines).toEqual(expected);
  });
  test("two rows for one municipality are one, the worst; in a region each counts once", () => {
    const both = incidents({ impacts: [row("0851"), row("0851", { effect: "lost" }), row("0860")] });
    expect(shown(both, AALBORG).lines.map(({ text }) => text)).toEqual(["beskeder kan være gået tabt."]);
    expect(shown(both, NORTH).lines.map(({ text }) => text)).toEqual([
      "1 af 3 kommuner kan have mistet beskeder. 1 af 3 kommuner modtager p.t. beskeder for sent.",
    ]);
  });
});

describe("where the operator has not", () => {
  test.each([
    ["critical", 1],
    ["major", 1],
    ["minor", 0],
    ["info", 0],
  ] as const)("what is %s shows to %i place of one, in the operator's own words", (severity, lines) => {
    for (const place of [AALBORG, NORTH, CAPITAL, {}])
      expect(said(incidents({ severity }), place)).toEqual(
        Array(lines).fill(
          "Forsinkelse i Beskedfordeler: Advis om sygehusophold når sent frem. Vi undersøger årsagen. Siden 06:11, opdateret 06:22.",
        ),
      );
  });
  test("the newest text is the one that is read, and a correction is an update", () => {
    const updates = [
      anUpdate(),
      anUpdate({
        ...{ nr: 2, text: words("Køen falder."), publishedAt: "2026-11-24T06:10:00.000Z" },
        correctedAt: "2026-11-24T06:15:00.000Z",
      }),
    ];
    expect(said(incidents({ updates }), AALBORG)[0]).toMatch(/Køen falder\. Siden 06:11, opdateret 07:15\.$/);
  });
});

test("it disappears by itself when the incident is resolved, and what only is planned to be is not there yet", () => {
  expect(said(incidents({ resolvedAt: "2026-11-24T06:41:00.000Z", impacts: [row("0851")] }), AALBORG)).toEqual([]);
  expect(said(incidents({ startedAt: "2026-11-24T08:00:00.000Z" }), AALBORG)).toEqual([]);
  expect(said(incidents(), AALBORG)).toEqual([]);
});

test("the gravest stands first; a suspicion is called one; from another day, the day is said", () => {
  const snapshot = incidents(
    { number: "2026-1", severity: "major", phase: "suspected" },
    { number: "2026-2", severity: "critical", startedAt: "2026-11-23T05:11:00.000Z" },
  );
  expect(shown(snapshot, AALBORG).lines.map(({ incident }) => incident)).toEqual(["2026-2", "2026-1"]);
  expect(shown(snapshot, AALBORG).lines[0]?.when.replaceAll("\u00a0", " ")).toMatch(/^Siden 23\. nov\. 06:11/);
  expect(shown(snapshot, AALBORG).lines[1]?.text).toMatch(/^Formodet, ikke bekræftet: /);
});

test("demo data say so; an old snapshot tells its age", () => {
  const { notes } = shown(aSnapshot({ demo: true }), AALBORG, NOW, true);
  expect(notes).toEqual(["Oplysningerne er fra 07:42.", "Demodata: opdigtede oplysninger."]);
  expect(shown(aSnapshot(), AALBORG).notes).toEqual([]);
});

describe("from the day Region Østdanmark begins", () => {
  const turned = aSnapshot({
    incidents: [anIncident({ impacts: [row("0101")] })],
    municipalities: [
      { code: "0101", name: "København", region: "ostdanmark", formerRegion: "1084" },
      { code: "0265", name: "Roskilde", region: "ostdanmark", formerRegion: "1085" },
    ],
    regions: ["1084 Region Hovedstaden", "1085 Region Sjælland", "ostdanmark Region Østdanmark"].map((text) => {
      const [code = "", ...name] = text.split(" ");
      return { code, name: name.join(" ") };
    }),
  });
  test("its municipalities count there", () => {
    expect(said(turned, { region: "ostdanmark" })[0]).toMatch(/^Region Østdanmark: 1 af 2 kommuner/);
  });
  test("a bar that was set up for the region before it goes on, with that region's municipalities", () => {
    expect(said(turned, { region: "1084" })[0]).toMatch(/^Region Hovedstaden: 1 af 1 kommuner/);
    expect(said(turned, { region: "1085" })).toEqual([]);
  });
});

test("municipalities bear the names they have", () => {
  const named = (municipality: string) => shown(aSnapshot(), { municipality }).place?.name;
  expect([named("0851"), named("0101")]).toEqual(["Aalborg Kommune", "Københavns Kommune"]);
});

describe("as JSON", () => {
  const asked = (query: string) =>
    bannerJson({
      ...{ snapshot: aSnapshot(), now: NOW, stale: false, query: new URLSearchParams(query) },
      origin: "https://status.example.dk",
    });
  test("has the agreed shape, is open to every page, and names where it is for", () => {
    const answer = asked("municipality=0851");
    expect(answer).toMatchObject({ type: "application/json; charset=utf-8", open: true });
    expect(banner.parse(JSON.parse(answer.body)).place).toEqual({
      ...{ kind: "municipality", code: "0851", name: "Aalborg Kommune" },
    });
  });
  test.each([
    ["municipality=9999", "municipality"],
    ["municipality=0851&region=1081", "region"],
    ["callback=alert", "callback"],
  ])("%s is refused, naming %s", (query, field) => {
    expect(JSON.parse(asked(query).body)).toMatchObject({ status: 400, field });
  });
});
