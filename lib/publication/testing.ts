import type {
  PublicIncident,
  PublicMerged,
  PublicService,
  PublicSnapshot,
  PublicUpdate,
  PublicWindow,
} from "./snapshot.ts";

/** Small published worlds for tests: valid by default, unusual by argument. */
export const words = (da: string, en = `${da} (en)`) => ({ da, en });

export const anUpdate = (unusual: Partial<PublicUpdate> = {}): PublicUpdate => ({
  ...{ nr: 1, phase: "confirmed", severity: "major", trouble: "partial", correctedAt: null },
  ...{ statedAt: "2026-11-24T05:22:00.000Z", publishedAt: "2026-11-24T05:22:00.000Z" },
  text: words("Advis om sygehusophold når sent frem. Vi undersøger årsagen."),
  ...unusual,
});

export const anIncident = (unusual: Partial<PublicIncident> = {}): PublicIncident => ({
  ...{ number: "2026-118", phase: "confirmed", severity: "major", trouble: "partial", causeClass: "connection" },
  title: words("Forsinkelse i Beskedfordeler"),
  ...{ startedAt: "2026-11-24T05:11:00.000Z", detectedAt: "2026-11-24T05:15:00.000Z" },
  ...{ publishedAt: "2026-11-24T05:22:00.000Z", updatedAt: "2026-11-24T05:22:00.000Z" },
  ...{ resolvedAt: null, backlogClearedAt: null, nextUpdateAt: null, municipalities: null, followUp: null },
  ...{ services: ["distributor"], updates: [anUpdate()], impacts: [], merged: [] },
  ...unusual,
});

/** One that was published by itself, and was then merged. */
export const aMerged = (unusual: Partial<PublicMerged> = {}): PublicMerged => ({
  ...{ number: "2026-120", title: words("Advis når sent frem"), severity: "minor", services: ["vans"] },
  ...{ startedAt: "2026-11-24T05:20:00.000Z", publishedAt: "2026-11-24T05:30:00.000Z" },
  ...{ mergedAt: "2026-11-24T06:05:00.000Z", ...unusual },
});

export const aWindow = (unusual: Partial<PublicWindow> = {}): PublicWindow => {
  const span = { plannedFrom: "2026-11-26T04:00:00.000Z", plannedTo: "2026-11-26T05:00:00.000Z" };
  return {
    ...{ uid: "0c6d7a3e-5b1f-4c59-9f0e-2f6f3d1f7a11", sequence: 0, windowClass: "minor", traffic: "queued" },
    ...{ title: words("Mindre servicevindue"), phase: "planned", ...span, actualFrom: null, actualTo: null },
    ...{ announcedAt: "2026-11-18T09:00:00.000Z", updatedAt: "2026-11-18T09:00:00.000Z", note: null },
    ...{ services: ["distributor"], expected: 40, measured: null, deliveredIn: null, deliveredAfter: null },
    changes: [{ sequence: 0, at: "2026-11-18T09:00:00.000Z", kind: "announced", ...span }],
    ...unusual,
  };
};

export const aService = (unusual: Partial<PublicService> = {}): PublicService => ({
  ...{ code: "distributor", kind: "station", name: words("Beskedfordeler", "Message distributor"), note: null },
  ...{ station: "distributor", through: [], types: [], validFrom: null, validTo: null, objectives: [] },
  seen: [[Date.parse("2026-08-01T00:00:00Z"), Date.parse("2027-08-01T00:00:00Z")]],
  ...unusual,
});

/** A chain, the two stations it runs through, three municipalities of one region and one of another. */
export const aSnapshot = (unusual: Partial<PublicSnapshot> = {}): PublicSnapshot => ({
  ...{ version: 1, asOf: "2026-11-24T06:42:00.000Z", demo: false, figures: [], line: null },
  services: [
    aService({
      ...{
        code: "advis",
        kind: "chain",
        name: words("Advis om sygehusophold", "Hospital notifications"),
        station: null,
      },
      ...{ types: ["HN"], seen: [] },
      through: [
        { service: "distributor", whole: true },
        { service: "vans", whole: false },
      ],
    }),
    aService({ code: "vans", name: words("VANS"), station: "vans" }),
    aService(),
  ],
  incidents: [anIncident()],
  windows: [aWindow()],
  municipalities: [
    { code: "0851", name: "Aalborg", region: "1081", formerRegion: null },
    { code: "0860", name: "Hjørring", region: "1081", formerRegion: null },
    { code: "0787", name: "Thisted", region: "1081", formerRegion: null },
    { code: "0101", name: "København", region: "1084", formerRegion: null },
  ],
  regions: [
    { code: "1081", name: "Region Nordjylland" },
    { code: "1084", name: "Region Hovedstaden" },
  ],
  ...unusual,
});
