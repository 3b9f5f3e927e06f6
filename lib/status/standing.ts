import { authorise } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { asViewer } from "../db/viewer.ts";
import { concerning } from "../publication/concerns.ts";
import { currentSnapshot } from "../publication/current.ts";
import { readSnapshot } from "../publication/queries.ts";
import type { PublicIncident, PublicSnapshot } from "../publication/snapshot.ts";
import { type StationNow, stationsAt } from "./line.ts";
import { type ImpactEffect, type Phase, SEVERITIES, type Severity, type Trouble, type Words } from "./shapes.ts";
import { codeOf, newestChange, type OwnRecord, ownIncidents } from "./standing-sql.ts";

/** A published incident that is not over for good, and how it hits the viewer's own. Times are ISO 8601 in UTC. */
export type Concern = {
  number: string;
  title: Words;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  startedAt: string;
  resolvedAt: string | null;
  updatedAt: string;
  /**
   * What of the viewer's own is hit: its installations or municipalities, the gravest effect, and whether it lasts. Null
   * where the operator has not published whom it hits; a region knows no more than that.
   */
  hit: {
    count: number;
    of: "systems" | "municipalities";
    names: string[];
    effect: ImpactEffect;
    lasts: boolean;
  } | null;
};

/** What the shell shows on every signed-in page. */
export type ShellStanding = {
  stations: StationNow[];
  /** The gravest first. */
  concerns: Concern[];
  asOf: string;
};

/** The effects, the gravest last. */
const GRAVITY: readonly ImpactEffect[] = ["none", "unknown", "delayed", "lost"];

/**
 * The line's stations now, and what concerns the viewer: to who receives, incidents that hit its own installations; to a
 * region, what is published of its municipalities; to operator and auditor, every published incident.
 */
export async function readStanding(viewer: Viewer, now: Date): Promise<ShellStanding> {
  authorise(viewer, "status:read");
  const oversight = viewer.role === "operator" || viewer.role === "auditor";
  const { changed, rows, code } = await asViewer(viewer, "received", async (tx) => ({
    changed: await newestChange(tx),
    rows:
      viewer.role === "region"
        ? []
        : await ownIncidents(tx, { own: !oversight, bySystem: viewer.role === "municipality" }, now),
    code: viewer.role === "region" ? await codeOf(tx, viewer.organisationId) : null,
  }));
  const snapshot = await snapshotSince(changed, now);
  const concerns =
    viewer.role === "region"
      ? ofRegion(snapshot, code, now.getTime())
      : rows.map((row) => concernOf(row, viewer.role === "municipality" ? "systems" : "municipalities"));
  return {
    stations: stationsAt(snapshot, now.getTime()),
    concerns: concerns.sort(gravestFirst),
    asOf: now.toISOString(),
  };
}

const gravestFirst = (a: Concern, b: Concern): number =>
  Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  (a.startedAt < b.startedAt ? 1 : -1);

const gravest = (effects: readonly ImpactEffect[]): ImpactEffect =>
  GRAVITY.findLast((effect) => effects.includes(effect)) ?? "unknown";

function concernOf(row: OwnRecord, of: "systems" | "municipalities"): Concern {
  return {
    ...{ number: row.number, phase: row.phase, severity: row.severity, trouble: row.trouble },
    title: { da: row.title, en: row.title_en },
    startedAt: row.started_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
    hit:
      row.installations === 0
        ? null
        : {
            count: of === "systems" ? row.installations : row.municipalities,
            ...{ of, names: row.names.filter((name) => name !== null), effect: gravest(row.effects), lasts: row.lasts },
          },
  };
}

function ofRegion(snapshot: PublicSnapshot, code: string | null, now: number): Concern[] {
  // A region the snapshot does not know has nothing published of its municipalities: it hears what everybody does.
  const known = code !== null && snapshot.regions.some((region) => region.code === code);
  const { incidents, place } = concerning(snapshot, known ? { region: code } : {});
  return incidents
    .filter(({ phase, startedAt }) => phase !== "backlog_cleared" && Date.parse(startedAt) <= now)
    .map((incident) => ({
      ...{ number: incident.number, phase: incident.phase, severity: incident.severity, trouble: incident.trouble },
      ...{ title: incident.title, startedAt: incident.startedAt, resolvedAt: incident.resolvedAt },
      updatedAt: incident.updatedAt,
      hit: hitWithin(snapshot, incident, place?.municipalities ?? [], now),
    }));
}

function hitWithin(snapshot: PublicSnapshot, { impacts }: PublicIncident, within: readonly string[], now: number) {
  const here = impacts.filter(({ municipality }) => within.includes(municipality));
  if (here.length === 0) return null;
  const codes = new Set(here.map(({ municipality }) => municipality));
  return {
    ...{ count: codes.size, of: "municipalities" as const, effect: gravest(here.map(({ effect }) => effect)) },
    names: snapshot.municipalities.filter(({ code }) => codes.has(code)).map(({ name }) => name),
    lasts: here.some(({ to }) => to === null || Date.parse(to) > now),
  };
}

/** A change is written down with the moment it was asked for, which lies a little before it can be read. */
const COMMITTED_WITHIN_MS = 2_000;
const SHARED_MS = 250;
let reading: { at: number; changed: number | undefined; snapshot: Promise<PublicSnapshot> } | undefined;

/**
 * The snapshot of this process, or one read anew where it may lack the newest change: what a page hears of must be on it
 * when it asks. Readers who ask at once, knowing of no newer change, share one reading.
 */
async function snapshotSince(changed: Date | null, now: Date): Promise<PublicSnapshot> {
  const kept = keptSnapshot();
  if (kept && (changed === null || Date.parse(kept.asOf) >= changed.getTime() + COMMITTED_WITHIN_MS)) return kept;
  const [at, known] = [now.getTime(), changed?.getTime()];
  if (!reading || reading.changed !== known || Math.abs(at - reading.at) > SHARED_MS) {
    reading = { at, changed: known, snapshot: readSnapshot(now) };
  }
  return reading.snapshot;
}

function keptSnapshot(): PublicSnapshot | null {
  try {
    return currentSnapshot().snapshot;
  } catch {
    return null;
  }
}
