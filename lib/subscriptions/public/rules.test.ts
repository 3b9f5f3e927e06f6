import { describe, expect, test } from "vitest";
import { parsed } from "../../http/parse.ts";
import { filterOf, forgottenAt, standingOf, wishOf } from "./rules.ts";
import { EVERYTHING_PUBLIC, signUp, type Wish } from "./schema.ts";

const places = [
  { value: "r:1081", id: 11, name: "Region Nordjylland" },
  { value: "m:0851", id: 21, name: "Aalborg" },
  { value: "m:0840", id: 22, name: "Rebild" },
];
const wish = (unusual: Partial<Wish> = {}): Wish => ({ ...EVERYTHING_PUBLIC, ...unusual });

describe("a wish", () => {
  test.each<[string, Partial<Wish>, object]>([
    [
      "as it is offered asks for everything public",
      {},
      { services: null, regions: null, municipalities: null, minSeverity: null },
    ],
    ["of disruptions hears their end as well", { kinds: ["incident"] }, { kinds: ["incident", "backlog_cleared"] }],
    ["of windows hears of nothing else", { kinds: ["window"] }, { kinds: ["window"] }],
    ["for a region is by rule", { places: ["r:1081"] }, { regions: [11], municipalities: null }],
    ["for municipalities", { places: ["m:0840", "m:0851"] }, { regions: null, municipalities: [21, 22] }],
    ["for a region and a municipality", { places: ["r:1081", "m:0840"] }, { regions: [11], municipalities: [22] }],
    ["for a place that is no more narrows nothing", { places: ["m:9999"] }, { regions: null, municipalities: null }],
    ["for places of which one is no more is for the rest", { places: ["m:9999", "m:0851"] }, { municipalities: [21] }],
    ["for services", { services: ["advis"] }, { services: ["advis"] }],
    ["for the severe", { minSeverity: "major" }, { minSeverity: "major" }],
  ])("%s, never for what is not public", (_, unusual, expected) => {
    const filter = filterOf(wish(unusual), places);
    expect(filter).toMatchObject({ mine: false, installations: null, vendors: null, missing: null, ...expected });
    for (const kind of ["suspicion", "missing_receipts"]) expect(filter.kinds).not.toContain(kind);
  });

  test.each<Partial<Wish>>([
    {},
    { places: ["r:1081"], kinds: ["window"] },
    { places: ["r:1081", "m:0851", "m:0840"], services: ["advis", "vans"], minSeverity: "critical" },
  ])("%j reads back as it was asked", (unusual) => {
    expect(wishOf(filterOf(wish(unusual), places), places)).toEqual(wish(unusual));
  });

  test("whose region became several municipalities shows them", () => {
    const carried = { ...filterOf(wish(), places), municipalities: [21, 22] };
    expect(wishOf(carried, places).places).toEqual(["m:0851", "m:0840"]);
  });
});

const at = (day: string) => new Date(`2026-11-${day}T10:00:00Z`);
const fresh = { askedAt: at("01"), confirmedAt: null, leftAt: null, disabledAt: null };
test.each([
  ["is new", fresh, "waiting", at("08")],
  ["was confirmed", { ...fresh, confirmedAt: at("02") }, "on", null],
  ["was left", { ...fresh, confirmedAt: at("02"), leftAt: at("10") }, "left", at("24")],
  ["bounced", { ...fresh, confirmedAt: at("02"), disabledAt: at("05") }, "left", at("19")],
  ["was left and asked for again", { ...fresh, askedAt: at("12"), leftAt: at("10") }, "waiting", at("19")],
] as const)("an address that %s", (_, stored, standing, gone) => {
  expect([standingOf(stored), forgottenAt(stored)]).toEqual([standing, gone]);
});

describe("the form", () => {
  const sent = { ...EVERYTHING_PUBLIC, address: " Vagt@Aalborg.example ", locale: "da" };
  test("is taken as it is offered", () => {
    expect(parsed(signUp, sent)).toMatchObject({ address: "Vagt@Aalborg.example", kinds: ["incident", "window"] });
  });
  test.each([
    [{ address: "" }, "address", "invalid_format"],
    [{ address: "vagt" }, "address", "invalid_format"],
    [{ address: "a@b.example\r\nBcc: c@d.example" }, "address", "invalid_format"],
    [{ address: "010203-1234@example.org" }, "address", "person_number"],
    [{ kinds: [] }, "kinds", "nothing_chosen"],
    [{ kinds: ["suspicion"] }, "kinds.0", "invalid_value"],
    [{ places: ["m:0851", "0851"] }, "places.1", "invalid_format"],
    [{ minSeverity: "worst" }, "minSeverity", "invalid_value"],
    [{ locale: "de" }, "locale", "invalid_value"],
  ])("names the field of %j", (unusual, field, code) => {
    expect(() => parsed(signUp, { ...sent, ...unusual })).toThrow(expect.objectContaining({ field, code }));
  });
});
