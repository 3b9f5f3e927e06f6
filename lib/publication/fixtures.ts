import type { PublicIncident, PublicService, PublicSnapshot, PublicUpdate, PublicWindow } from "./snapshot.ts";

/** What is published, for tests without a database: valid by default, unusual by argument. */
const both = (text: string) => ({ da: text, en: text });

export const AS_OF = "2026-11-27T12:00:00.000Z";

export const aSnapshot = (unusual: Partial<PublicSnapshot> = {}): PublicSnapshot => ({
  ...{ version: 1, asOf: AS_OF, demo: false, services: [], incidents: [], windows: [], figures: [] },
  ...{ municipalities: [], regions: [], line: null },
  ...unusual,
});

/** A station that was seen since 2020, up to the snapshot's own time. */
export const aStation = (code: string, unusual: Partial<PublicService> = {}): PublicService => ({
  ...{ code, kind: "station", name: both(code), note: null, station: code, through: [], types: [] },
  ...{ validFrom: null, validTo: null, seen: [[Date.parse("2020-01-01T00:00:00Z"), Date.parse(AS_OF)]] },
  objectives: [],
  ...unusual,
});

export const aChain = (
  code: string,
  through: PublicService["through"],
  unusual: Partial<PublicService> = {},
): PublicService => aStation(code, { kind: "chain", station: null, seen: [], through, ...unusual });

/** What KOMBIT has promised of the Serviceplatform (KOM SF2900 2.4 §1.3.1). */
export const PROMISE: PublicService["objectives"][number] = {
  ...{ from: "2020-01-01", workFrom: 6, workTo: 18, target: { working: 0.998, other: 0.985 } },
  ...{ source: "KOM SF2900 2.4 §1.3.1", assumed: false },
};

type Update = Partial<PublicUpdate> & { statedAt: string };

/** A published outage with one update, from its start until resolved. */
export const anIncident = (
  services: string[],
  startedAt: string,
  resolvedAt: string | null,
  { updates = [], ...unusual }: Partial<Omit<PublicIncident, "updates">> & { updates?: Update[] } = {},
): PublicIncident => {
  const stated = { phase: "confirmed", severity: "major", trouble: "down", ...unusual } as const;
  const { phase, severity, trouble } = stated;
  const all: Update[] = updates.length === 0 ? [{ statedAt: startedAt }] : updates;
  return {
    ...{ number: "2026-1", phase, severity, trouble, causeClass: "unknown", title: both("Driftsforstyrrelse") },
    ...{ startedAt, detectedAt: startedAt, resolvedAt, backlogClearedAt: null, publishedAt: startedAt },
    ...{ updatedAt: resolvedAt ?? startedAt, nextUpdateAt: null, services, municipalities: null },
    ...{ followUp: null, impacts: [], merged: [] },
    ...unusual,
    updates: all.map((update, n) => ({
      ...{ nr: n + 1, phase, severity, trouble, text: both("Vi undersøger årsagen.") },
      ...{ publishedAt: update.statedAt, correctedAt: null },
      ...update,
    })),
  };
};

/** A window that queued messages and went as planned, announced a week before. */
export const aWindow = (
  services: string[],
  plannedFrom: string,
  plannedTo: string,
  unusual: Partial<PublicWindow> = {},
): PublicWindow => {
  const announcedAt = new Date(Date.parse(plannedFrom) - 7 * 24 * 3_600_000).toISOString();
  return {
    ...{ uid: `${plannedFrom} ${services.join(" ")}`, sequence: 0, title: both("Servicevindue"), windowClass: "minor" },
    ...{ traffic: "queued", phase: "ended", plannedFrom, plannedTo, actualFrom: null, actualTo: null },
    ...{ announcedAt, updatedAt: announcedAt, note: null, services },
    ...{ expected: null, measured: null, deliveredIn: null, deliveredAfter: null, changes: [] },
    ...unusual,
  };
};
