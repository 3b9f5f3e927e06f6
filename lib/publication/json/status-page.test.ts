import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { PublicSnapshot } from "../snapshot.ts";
import { aMerged, anIncident, anUpdate, aService, aSnapshot, aWindow, words } from "../testing.ts";
import { STATUS_PAGE } from "./status-page.ts";

// The shape as clients of public status pages declare it: what they read, of which kind, from which words.
const at = z.iso.datetime({ offset: true });
const page = z.strictObject({ id: z.string(), name: z.string(), url: z.url(), time_zone: z.string(), updated_at: at });
const status = z.strictObject({
  indicator: z.enum(["none", "minor", "major", "critical", "maintenance"]),
  description: z.string().min(1),
});
const component = z.strictObject({
  ...{ id: z.string(), name: z.string(), created_at: at, updated_at: at, position: z.int().min(1) },
  status: z.enum(["operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"]),
  ...{ description: z.string().nullable(), showcase: z.boolean(), start_date: z.string().nullable() },
  ...{ group_id: z.string().nullable(), page_id: z.string(), group: z.boolean(), only_show_if_degraded: z.boolean() },
  components: z.array(z.string()).optional(),
});
const update = (words: [string, ...string[]]) =>
  z.strictObject({
    ...{ id: z.string(), status: z.enum(words), body: z.string(), incident_id: z.string() },
    ...{ created_at: at, updated_at: at, display_at: at },
    affected_components: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  });
const base = {
  ...{ id: z.string(), name: z.string(), created_at: at, updated_at: at, started_at: at, page_id: z.string() },
  ...{ monitoring_at: at.nullable(), resolved_at: at.nullable(), shortlink: z.url() },
  components: z.array(z.strictObject({ id: z.string(), name: z.string() })),
};
const INCIDENT_WORDS = ["investigating", "identified", "monitoring", "resolved", "postmortem"] as [string, ...string[]];
const incident = z.strictObject({
  ...base,
  status: z.enum(INCIDENT_WORDS),
  impact: z.enum(["none", "minor", "major", "critical"]),
  incident_updates: z.array(update(INCIDENT_WORDS)),
});
const MAINTENANCE_WORDS = ["scheduled", "in_progress", "verifying", "completed"] as [string, ...string[]];
const maintenance = z.strictObject({
  ...base,
  status: z.enum(MAINTENANCE_WORDS),
  impact: z.literal("maintenance"),
  ...{ scheduled_for: at, scheduled_until: at },
  incident_updates: z.array(update(MAINTENANCE_WORDS)),
});
const lists = {
  components: z.array(component),
  incidents: z.array(incident),
  scheduled_maintenances: z.array(maintenance),
};
const SHAPES = {
  summary: z.strictObject({ page, status, ...lists }),
  status: z.strictObject({ page, status }),
  components: z.strictObject({ page, components: lists.components }),
  incidents: z.strictObject({ page, incidents: lists.incidents }),
  "incidents/unresolved": z.strictObject({ page, incidents: lists.incidents }),
  "scheduled-maintenances": z.strictObject({ page, scheduled_maintenances: lists.scheduled_maintenances }),
  "scheduled-maintenances/upcoming": z.strictObject({ page, scheduled_maintenances: lists.scheduled_maintenances }),
  "scheduled-maintenances/active": z.strictObject({ page, scheduled_maintenances: lists.scheduled_maintenances }),
};
type Name = keyof typeof SHAPES;

const NOW = Date.parse("2026-11-24T06:42:00Z");
function asked<N extends Name>(name: N, snapshot: PublicSnapshot, query = "", now = NOW): z.output<(typeof SHAPES)[N]> {
  const answer = STATUS_PAGE[name]({
    ...{ snapshot, now, stale: false, query: new URLSearchParams(query), origin: "https://status.example.dk" },
  });
  expect(answer).toMatchObject({ type: "application/json; charset=utf-8", open: true });
  return SHAPES[name].parse(JSON.parse(answer.body)) as z.output<(typeof SHAPES)[N]>;
}

const quiet = aSnapshot({ incidents: [], windows: [] });
const world = aSnapshot({
  incidents: [
    anIncident({ number: "2026-3", severity: "critical", trouble: "down", phase: "suspected" }),
    anIncident({
      ...{ number: "2026-2", phase: "backlog_cleared", resolvedAt: "2026-11-24T06:00:00.000Z" },
      backlogClearedAt: "2026-11-24T06:20:00.000Z",
      updates: [anUpdate(), anUpdate({ nr: 2, phase: "monitoring" }), anUpdate({ nr: 3, phase: "resolved" })],
      followUp: { cause: words("Et certifikat."), measures: words("En alarm."), at: "2026-11-24T06:30:00.000Z" },
    }),
  ],
  windows: [
    aWindow({ uid: "ended", phase: "ended", actualTo: "2026-11-20T05:00:00.000Z" }),
    aWindow({ uid: "cancelled", phase: "cancelled" }),
    aWindow({ uid: "active", phase: "in_progress", actualFrom: "2026-11-24T06:00:00.000Z" }),
    aWindow({ uid: "planned" }),
  ],
});

describe.each([
  ["with all that can be", world],
  ["with nothing", aSnapshot({ services: [], incidents: [], windows: [] })],
])("%s", (_, snapshot) => {
  test.each(Object.keys(SHAPES) as Name[])("%s has the published shape", (name) => {
    asked(name, snapshot);
    asked(name, snapshot, "lang=en");
  });
});

test("components stand in groups, and a chain takes the state of the station it runs through", () => {
  const { components } = asked("components", aSnapshot({ windows: [] }));
  expect(components.map(({ id, status, group_id }) => [id, status, group_id])).toEqual([
    ["chains", "partial_outage", null],
    ["stations", "partial_outage", null],
    ["advis", "partial_outage", "chains"],
    ["vans", "operational", "stations"],
    ["distributor", "partial_outage", "stations"],
  ]);
  expect(components.find(({ id }) => id === "stations")?.components).toEqual(["vans", "distributor"]);
});

describe("what we do not know", () => {
  const unseen = aSnapshot({
    ...{ incidents: [], windows: [] },
    services: aSnapshot().services.map((service) => (service.code === "vans" ? { ...service, seen: [] } : service)),
  });
  test("is no component, and never operational", () => {
    expect(asked("components", unseen).components.map(({ id }) => id)).not.toContain("vans");
  });
  test("keeps the whole from being well", () => {
    const { status } = asked("status", unseen, "lang=en");
    expect(status.indicator).toBe("minor");
    expect(status.description).toMatch(/^Unknown for \d of 3 services: we have no data right now\.$/);
  });
  test("a week after the last word from anybody, nothing is operational", () => {
    const seen = quiet.services.map((one) => ({
      ...one,
      seen: one.seen.map(([from]): [number, number] => [from, NOW]),
    }));
    const later = asked("summary", { ...quiet, services: seen }, "", NOW + 7 * 86_400_000);
    expect(later.components).toEqual([]);
    expect(later.status.indicator).toBe("minor");
  });
});

describe("the whole", () => {
  test.each([
    ["critical", "critical", "Kritisk driftsforstyrrelse."],
    ["major", "major", "Alvorlig driftsforstyrrelse."],
    ["minor", "minor", "Mindre driftsforstyrrelse."],
  ] as const)("is as bad as the worst unresolved incident: %s", (severity, indicator, description) => {
    const snapshot = aSnapshot({
      windows: [],
      incidents: [anIncident({ severity: "minor" }), anIncident({ severity })],
    });
    expect(asked("status", snapshot).status).toEqual({ indicator, description });
  });
  test("is not well while a service is in trouble, also where that is for information only", () => {
    const snapshot = aSnapshot({ windows: [], incidents: [anIncident({ severity: "info", trouble: "degraded" })] });
    expect(asked("status", snapshot).status).toEqual({ indicator: "minor", description: "Mindre driftsforstyrrelse." });
  });
  test("of nothing is not well", () => {
    expect(asked("status", aSnapshot({ services: [], incidents: [], windows: [] })).status.indicator).toBe("minor");
  });
  test("is well when everything is seen and nothing is wrong", () => {
    expect(asked("status", quiet).status).toEqual({ indicator: "none", description: "Alle tjenester er i drift." });
  });
  test("is maintenance while a window keeps messages back", () => {
    const active = aWindow({
      ...{ phase: "in_progress", actualFrom: "2026-11-24T06:00:00.000Z", plannedFrom: "2026-11-24T06:00:00.000Z" },
      plannedTo: "2026-11-24T07:00:00.000Z",
    });
    expect(asked("status", { ...quiet, windows: [active] }).status.indicator).toBe("maintenance");
  });
});

test("incidents have clients' words: newest update first, learnt last, resolved is not unresolved", () => {
  const [open, closed] = asked("incidents", world).incidents;
  expect([open?.status, open?.impact]).toEqual(["investigating", "critical"]);
  expect(closed?.status).toBe("postmortem");
  expect(closed?.incident_updates.map(({ status }) => status)).toEqual([
    ...["postmortem", "resolved", "monitoring", "identified"],
  ]);
  expect(closed?.incident_updates[0]?.body).toBe("Et certifikat.\n\nEn alarm.");
  expect(asked("incidents/unresolved", world).incidents.map(({ id }) => id)).toEqual(["2026-3"]);
});

test("an incident that was put under another is closed for clients that follow it, and says where it goes on", () => {
  const snapshot = aSnapshot({ incidents: [anIncident({ merged: [aMerged()] })] });
  const [merged, into] = asked("incidents", snapshot).incidents;
  expect(merged).toMatchObject({
    ...{ id: "2026-120", status: "resolved", impact: "minor", resolved_at: "2026-11-24T06:05:00.000Z" },
    shortlink: "https://status.example.dk/incidents/2026-118",
    components: [{ id: "vans" }],
  });
  expect(merged?.incident_updates[0]?.body).toMatch(
    /^2026-120 er samme sag som 2026-118 Forsinkelse.* https:\/\/status.example.dk\/incidents\/2026-118$/,
  );
  expect(into).toMatchObject({ id: "2026-118", status: "identified" });
  for (const name of ["incidents/unresolved", "summary"] as const)
    expect(asked(name, snapshot).incidents.map(({ id }) => id)).toEqual(["2026-118"]);
});

test("windows stand where clients look for them; a cancelled one nowhere", () => {
  const ids = (name: "scheduled-maintenances" | "scheduled-maintenances/upcoming" | "scheduled-maintenances/active") =>
    asked(name, world).scheduled_maintenances.map(({ id }) => id);
  expect(ids("scheduled-maintenances").toSorted()).toEqual(["active", "ended", "planned"]);
  expect(ids("scheduled-maintenances/upcoming")).toEqual(["planned"]);
  expect(ids("scheduled-maintenances/active")).toEqual(["active"]);
  expect(
    asked("summary", world)
      .scheduled_maintenances.map(({ id }) => id)
      .toSorted(),
  ).toEqual(["active", "planned"]);
});

test("a field that is no field of ours is refused by name", () => {
  const answer = STATUS_PAGE.summary({
    ...{ snapshot: quiet, now: NOW, stale: false, query: new URLSearchParams("page=2"), origin: "https://x.dk" },
  });
  expect(JSON.parse(answer.body)).toMatchObject({ status: 400, field: "page", code: "unknown_field" });
});

test("a service that begins next month, or has ended, is no component and keeps nothing from being well", () => {
  const others = [aService({ code: "new", validFrom: "2026-12-15" }), aService({ code: "old", validTo: "2026-11-23" })];
  const answer = asked("summary", { ...quiet, services: [...quiet.services, ...others] });
  expect(answer.components.map(({ id }) => id)).toEqual(["chains", "stations", "advis", "vans", "distributor"]);
  expect(answer.status.indicator).toBe("none");
});
