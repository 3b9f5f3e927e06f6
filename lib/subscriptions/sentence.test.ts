import { expect, test } from "vitest";
import { type Draft, USUAL_CALM } from "./schema.ts";
import { type Names, sentenceOf } from "./sentence.ts";
import { EVERYTHING_MINE, type Filter } from "./shapes.ts";

const NAMES: Names = {
  services: { advis: { da: "advis om sygehusophold", en: "hospital notifications" } },
  types: {},
  organisations: { 1: "Region Nordjylland", 10: "Aalborg", 11: "Thisted", 12: "Brønderslev", 13: "Læsø" },
  installations: { 101: "Aalborg, Nexus" },
};
const said = (
  filter: Partial<Filter>,
  calm: Partial<Draft["calm"]> = {},
  to = ["Vagtcentralen"],
  locale: "da" | "en" = "da",
) =>
  sentenceOf({ ...EVERYTHING_MINE, ...filter }, { ...USUAL_CALM, ...calm }, to, NAMES, locale)
    .map(({ text }) => text)
    .join("");

test("everything of my organisation is one plain sentence", () => {
  expect(said({})).toBe(
    "Send besked til Vagtcentralen om driftsforstyrrelser, servicevinduer, manglende kvitteringer og afviklet efterslæb, der rammer vores organisation. " +
      "Manglende kvitteringer meldes, når 10 mangler eller er negative inden for 60 minutter ét sted. ",
  );
  expect(said({}, {}, [], "en")).toBe(
    "Notify nobody yet of incidents, maintenance windows, missing receipts, and backlogs cleared hitting our organisation. " +
      "Missing receipts are told of when 10 are missing or negative within 60 minutes in one place. ",
  );
});

test("every axis that is set is said", () => {
  const filter: Partial<Filter> = {
    ...{ mine: false, services: ["advis"], stations: ["vans"], types: ["FDIS20"], regions: [1], minSeverity: "major" },
    ...{ minMunicipalities: 3, minMessages: 50, moments: ["opened", "resolved"] },
    missing: { of: "sum", counts: "negative", count: 20, percent: 5, minutes: 30 },
  };
  const calm = { quietFrom: "22:00", quietTo: "06:00", intervalMinutes: 60, capPerHour: 4, confirmMinutes: 30 };
  expect(said(filter, calm)).toBe(
    "Send besked til Vagtcentralen om driftsforstyrrelser, servicevinduer, manglende kvitteringer og afviklet efterslæb for advis om sygehusophold ved VANS af typen FDIS20 " +
      "hos alle i Region Nordjylland, når alvoren er mindst alvorlig og mindst 3 kommuner eller 50 beskeder er ramt. " +
      "Manglende kvitteringer meldes, når 20 er negative eller 5 % af dem, der skulle være kommet, er negative inden for 30 minutter alle steder lagt sammen. " +
      "Kun når det åbner eller er løst. Vent med det, der sker mellem 22:00 og 06:00, undtagen når det er kritisk. " +
      "Højst én opdatering om samme sag hver 60 minutter. Højst 4 i timen; resten samles. " +
      "Nogen skal sige set og håndteret inden 30 minutter. ",
  );
});

test("a long list is named in part and counted, and what is no more is no number", () => {
  expect(said({ mine: false, municipalities: [10, 11, 12, 13] })).toContain("hos Aalborg, Thisted og 2 andre.");
  expect(said({ mine: false, municipalities: [999] })).toContain("hos ingen, der findes længere.");
});

test("each part leads to the fields that say it", () => {
  const slots = sentenceOf(
    { ...EVERYTHING_MINE, minMessages: 5 },
    { ...USUAL_CALM, digestAt: "18:00" },
    ["Vagten"],
    NAMES,
    "da",
  );
  expect(slots.flatMap(({ slot, text }) => (slot === null ? [] : [[slot, text]]))).toEqual([
    ["to", "Vagten"],
    ["kinds", "driftsforstyrrelser, servicevinduer, manglende kvitteringer og afviklet efterslæb"],
    ["organisations", "vores organisation"],
    ["impact", "mindst 5 beskeder"],
    ["missing", "10 mangler eller er negative inden for 60 minutter ét sted"],
    ["calm", "kl. 18:00"],
    ["calm", "undtagen når det er kritisk"],
  ]);
});
