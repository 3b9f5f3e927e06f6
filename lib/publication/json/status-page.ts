import { z } from "zod";
import { texts } from "../../i18n/texts.ts";
import { PHASES, type Phase, SEVERITIES, type ServiceState, type Severity } from "../../status/shapes.ts";
import { languageShape } from "../concerns.ts";
import { answering, asJson, type DataGiven } from "../data.ts";
import type { Finished } from "../page.ts";
import type { PublicIncident, PublicMerged, PublicService, PublicWindow } from "../snapshot.ts";
import { standingNow } from "../standing.ts";

/**
 * The status as the clients of public status pages read it (the shape of Statuspage's public API, version 2). That shape has
 * no word for "we do not know", and a service that is not seen must not be called operational: it is left out of the
 * components, the indicator is at least `minor`, and the description says how many are unknown. Cancelled windows have no
 * word either and are left out.
 */
const statusQuery = z.strictObject(languageShape);

const COMPONENT_STATUS: Record<Exclude<ServiceState, "unknown">, string> = {
  up: "operational",
  degraded: "degraded_performance",
  partial: "partial_outage",
  down: "major_outage",
  window: "under_maintenance",
};
const INCIDENT_STATUS: Record<Phase, string> = {
  suspected: "investigating",
  confirmed: "identified",
  monitoring: "monitoring",
  resolved: "resolved",
  backlog_cleared: "resolved",
};
const IMPACT: Record<Severity, string> = { critical: "critical", major: "major", minor: "minor", info: "none" };
/** The two groups components stand in. */
const GROUPS = { chain: "chains", station: "stations" } as const;
/** As many as the clients' own pages show. */
const NEWEST = 50;
const PAGE_ID = "kvitteringsoverblik";
const LONG_AGO = "1970-01-01T00:00:00.000Z";

type Asked = z.output<typeof statusQuery>;
type Part = (given: DataGiven, asked: Asked) => Record<string, unknown>;

const page: Part = ({ snapshot, origin }, { lang }) => {
  const name = texts(lang)("feeds")("title");
  return {
    page: {
      ...{ id: PAGE_ID, name: snapshot.demo ? texts(lang)("feeds")("demo", { text: name }) : name, url: origin },
      ...{ time_zone: "Europe/Copenhagen", updated_at: snapshot.asOf },
    },
  };
};

const status: Part = ({ snapshot, now }, { lang }) => {
  const say = texts(lang)("feeds");
  const states = standingNow(snapshot, now).map(({ state }) => state);
  const count = states.filter((state) => state === "unknown").length;
  const severities = snapshot.incidents.filter(isUnresolved).map(({ severity }) => severity);
  const gravest = SEVERITIES.find((severity) => severity !== "info" && severities.includes(severity));
  const told = gravest ?? overall(states);
  const figures = { count, total: states.length };
  return {
    status: {
      indicator: told === "unknown" || told === "nothing" ? "minor" : told,
      description: [told, ...(count > 0 && told !== "unknown" ? ["unknown"] : [])]
        .map((name) => say(`overall.${name}`, figures))
        .join(" "),
    },
  };
};

function overall(states: readonly ServiceState[]) {
  if (states.length === 0) return "nothing";
  if (states.some((state) => state !== "up" && state !== "unknown" && state !== "window")) return "minor";
  if (states.includes("unknown")) return "unknown";
  return states.includes("window") ? "maintenance" : "none";
}

const components: Part = ({ snapshot, now }, { lang }) => {
  const say = texts(lang)("feeds");
  const all = standingNow(snapshot, now).flatMap(({ service, state, since }, index) => {
    if (state === "unknown") return [];
    const created = createdAt(service);
    return [
      {
        ...{ id: service.code, name: service.name[lang], status: COMPONENT_STATUS[state] },
        ...{ created_at: created, updated_at: since === null ? created : new Date(since).toISOString() },
        ...{ position: index + 1, description: service.note?.[lang] ?? null, showcase: true },
        ...{ start_date: service.validFrom, group_id: GROUPS[service.kind], page_id: PAGE_ID },
        ...{ group: false, only_show_if_degraded: false },
      },
    ];
  });
  const groups = Object.values(GROUPS).flatMap((id, index) => {
    const within = all.filter(({ group_id }) => group_id === id);
    const worst = SHOWN.find((word) => within.some((component) => component.status === word));
    if (worst === undefined) return [];
    return [
      {
        ...{ id, name: say(`overall.${id}`), status: worst, created_at: LONG_AGO },
        ...{
          updated_at:
            within
              .map(({ updated_at }) => updated_at)
              .toSorted()
              .at(-1) ?? LONG_AGO,
          position: index + 1,
        },
        ...{ description: null, showcase: false, start_date: null, group_id: null, page_id: PAGE_ID, group: true },
        ...{ only_show_if_degraded: false, components: within.map((component) => component.id) },
      },
    ];
  });
  return { components: [...groups, ...all] };
};

/** Worst first. */
const SHOWN = ["major_outage", "partial_outage", "degraded_performance", "under_maintenance", "operational"];
const createdAt = ({ validFrom }: PublicService) =>
  validFrom === null ? LONG_AGO : new Date(validFrom.slice(0, 10)).toISOString();

const isUnresolved = ({ resolvedAt }: PublicIncident) => resolvedAt === null;
const incidents =
  (which: (incident: PublicIncident) => boolean): Part =>
  (given, asked) => ({
    incidents: given.snapshot.incidents
      .filter(which)
      .slice(0, NEWEST)
      .map((incident) => incidentOf(incident, given, asked)),
  });

/** All of them, and those that go on under another: whoever follows one of these sees that it is closed, and where. */
const everyIncident: Part = (given, asked) => {
  const all = given.snapshot.incidents;
  const own = all.map((one) => ({ at: one.startedAt, write: () => incidentOf(one, given, asked) }));
  const merged = all.flatMap((into) =>
    into.merged.map((one) => ({ at: one.startedAt, write: () => mergedOf(one, into, given, asked) })),
  );
  const newest = [...own, ...merged].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, NEWEST);
  return { incidents: newest.map(({ write }) => write()) };
};

function mergedOf(one: PublicMerged, into: PublicIncident, { origin, snapshot }: DataGiven, { lang }: Asked) {
  const { number, mergedAt } = one;
  const touched = snapshot.services.filter(({ code }) => one.services.includes(code));
  const link = `${origin}/incidents/${into.number}`;
  const said = texts(lang)("feeds")("incident.mergedText", { number, into: into.number, title: into.title[lang] });
  return {
    ...{ id: number, name: one.title[lang], status: "resolved", created_at: one.publishedAt, updated_at: mergedAt },
    ...{ started_at: one.startedAt, monitoring_at: null, resolved_at: mergedAt, impact: IMPACT[one.severity] },
    ...{ shortlink: link, page_id: PAGE_ID },
    incident_updates: [
      {
        ...{ id: `${number}-merged`, status: "resolved", body: `${said} ${link}`, incident_id: number },
        ...{ created_at: mergedAt, updated_at: mergedAt, display_at: mergedAt },
        affected_components: touched.map(({ code, name }) => ({ code, name: name[lang] })),
      },
    ],
    components: touched.map(({ code, name }) => ({ id: code, name: name[lang] })),
  };
}

function incidentOf(incident: PublicIncident, { origin, snapshot }: DataGiven, { lang }: Asked) {
  const { number, updates, followUp } = incident;
  const touched = snapshot.services.filter(({ code }) => incident.services.includes(code));
  const said = updates.map((update) => ({
    ...{ id: `${number}-${update.nr}`, status: INCIDENT_STATUS[update.phase], body: update.text[lang] },
    ...{ incident_id: number, created_at: update.publishedAt, updated_at: update.correctedAt ?? update.publishedAt },
    display_at: update.statedAt,
    affected_components: touched.map(({ code, name }) => ({ code, name: name[lang] })),
  }));
  const learnt = followUp && {
    ...{ id: `${number}-follow-up`, status: "postmortem", incident_id: number, affected_components: [] },
    body: [followUp.cause[lang], followUp.measures[lang]].filter(Boolean).join("\n\n"),
    ...{ created_at: followUp.at, updated_at: followUp.at, display_at: followUp.at },
  };
  const watched = updates.find(({ phase }) => PHASES.indexOf(phase) >= PHASES.indexOf("monitoring"));
  return {
    ...{ id: number, name: incident.title[lang], status: learnt ? "postmortem" : INCIDENT_STATUS[incident.phase] },
    ...{ created_at: incident.publishedAt, updated_at: incident.updatedAt, started_at: incident.startedAt },
    ...{ monitoring_at: watched?.statedAt ?? null, resolved_at: incident.resolvedAt },
    ...{ impact: IMPACT[incident.severity], shortlink: `${origin}/incidents/${number}`, page_id: PAGE_ID },
    incident_updates: [...said, ...(learnt ? [learnt] : [])].toReversed(),
    components: touched.map(({ code, name }) => ({ id: code, name: name[lang] })),
  };
}

const MAINTENANCE_STATUS = { planned: "scheduled", in_progress: "in_progress", ended: "completed" } as const;
const maintenances =
  (...phases: (keyof typeof MAINTENANCE_STATUS)[]): Part =>
  (given, asked) => ({
    scheduled_maintenances: phases
      .flatMap((phase) =>
        given.snapshot.windows.filter((window) => window.phase === phase).map((w) => [phase, w] as const),
      )
      .toSorted(([, a], [, b]) => b.plannedFrom.localeCompare(a.plannedFrom))
      .slice(0, NEWEST)
      .map(([phase, window]) => maintenanceOf(window, MAINTENANCE_STATUS[phase], given, asked)),
  });

function maintenanceOf(window: PublicWindow, word: string, { origin, snapshot }: DataGiven, { lang }: Asked) {
  const say = texts(lang)("feeds");
  const touched = snapshot.services.filter(({ code }) => window.services.includes(code));
  const body = [say(`window.traffic.${window.traffic}`), window.note?.[lang]].filter(Boolean).join("\n\n");
  const ofChange = { started: "in_progress", ended: "completed" } as Record<string, string>;
  const told = window.changes.filter(({ kind }) => kind !== "held" && kind !== "released");
  return {
    ...{ id: window.uid, name: window.title[lang], status: word, impact: "maintenance", page_id: PAGE_ID },
    ...{
      created_at: window.announcedAt,
      updated_at: window.updatedAt,
      started_at: window.actualFrom ?? window.plannedFrom,
    },
    ...{ monitoring_at: null, resolved_at: window.actualTo, shortlink: `${origin}/` },
    ...{ scheduled_for: window.plannedFrom, scheduled_until: window.plannedTo },
    incident_updates: told
      .map((change, index) => ({
        ...{ id: `${window.uid}-${index + 1}`, incident_id: window.uid, status: ofChange[change.kind] ?? "scheduled" },
        body: `${say(`window.change.${change.kind}`)}. ${body}`,
        ...{ created_at: change.at, updated_at: change.at, display_at: change.at },
        affected_components: touched.map(({ code, name }) => ({ code, name: name[lang] })),
      }))
      .toReversed(),
    components: touched.map(({ code, name }) => ({ id: code, name: name[lang] })),
  };
}

const made = (...parts: Part[]): ((given: DataGiven) => Finished) =>
  answering(statusQuery, (given, asked) => asJson(Object.assign({}, ...parts.map((part) => part(given, asked)))));

/** What each address under `/api/v2/` answers, by its name without `.json`. */
export const STATUS_PAGE = {
  summary: made(page, components, incidents(isUnresolved), maintenances("in_progress", "planned"), status),
  status: made(page, status),
  components: made(page, components),
  incidents: made(page, everyIncident),
  "incidents/unresolved": made(page, incidents(isUnresolved)),
  "scheduled-maintenances": made(page, maintenances("planned", "in_progress", "ended")),
  "scheduled-maintenances/upcoming": made(page, maintenances("planned")),
  "scheduled-maintenances/active": made(page, maintenances("in_progress")),
} as const;
