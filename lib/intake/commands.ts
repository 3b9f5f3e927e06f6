import type { Pool, PoolClient } from "pg";
import type { z } from "zod";
import { retrying } from "../db/retry.ts";
import { InvalidInputError } from "../errors.ts";
import {
  coverageClaim,
  type IntakeAnswer,
  MAX_EVENTS,
  type Rejection,
  type StationEventOutput,
  stationEvent,
} from "../ledger/schema.ts";
import {
  countUnknown,
  knownPlaces,
  makeProvisional,
  NEW_PLACES_LIMIT,
  type Places,
  type UnknownPlaces,
} from "./places.ts";
import { authorityOf, type EventRow, eventRow, faultOf, namedIn, noteUnknown } from "./rules.ts";
import type { ReportingSource } from "./source.ts";
import { appendEvents, claimCoverage, eventName, knownContent, touchNamed, wakeAppliers } from "./sql.ts";

// A claim for what has not happened yet vouches for nothing; a minute allows for clocks.
const COVERAGE_AHEAD_MS = 60_000;

export type RawBatch = { events: readonly unknown[]; coverage?: unknown };
type Refused = IntakeAnswer["rejected"][number];
type Accepted = { index: number; name: string; row: EventRow };
/** What became of one event of a batch. */
export type Fate = "accepted" | "duplicate" | Omit<Refused, "index">;
export type Taking = {
  /** The id of every event says all that the event means (a message that was read), so a repeat may be worded otherwise. */
  idsAreMeaning?: boolean;
  /** Runs in the commit that takes the events. */
  alongside?: (tx: PoolClient, fates: readonly Fate[]) => Promise<void>;
};

/**
 * Takes a batch of a source's events: checks each by itself, gives unknown places a provisional entry, and appends what is
 * good together with the touched letters in one commit. That commit is the promise: an event counted as accepted or as a
 * duplicate is in the ledger. The answer is the same whether or not a letter was known before.
 *
 * Throws InvalidInputError where the batch as a whole is wrong.
 */
export async function takeEvents(
  pool: Pool,
  source: ReportingSource,
  batch: RawBatch,
  now: Date,
): Promise<IntakeAnswer> {
  const fates = await takeEach(pool, source, batch, now);
  return {
    accepted: fates.filter((fate) => fate === "accepted").length,
    duplicates: fates.filter((fate) => fate === "duplicate").length,
    rejected: fates.flatMap((fate, index) => (typeof fate === "string" ? [] : [{ index, ...fate }])),
  };
}

/** As `takeEvents`, answering what became of each event, in their order. */
export async function takeEach(
  pool: Pool,
  source: ReportingSource,
  batch: RawBatch,
  now: Date,
  taking: Taking = {},
): Promise<Fate[]> {
  if (batch.events.length > MAX_EVENTS) throw new InvalidInputError("events", "too_many_events");
  const coverage = parseCoverage(batch.coverage, now);
  const { good, rejected } = checkEach(batch.events, now);
  const places = await knownPlaces(pool);
  const covered = withinScope(good, source, places, rejected);
  const provided = await provide(pool, covered, places, now, rejected);
  const rows = provided.map(({ index, event, authority }) => {
    const row = eventRow(event, source, authority, places, taking.idsAreMeaning ? event.id : undefined);
    return { index, name: eventName(row), row };
  });
  return retrying(pool, async (tx) => {
    const fates = new Array<Fate>(batch.events.length).fill("accepted");
    for (const { index, ...why } of rejected) fates[index] = why;
    const { duplicates, reused } = await append(tx, source, rows, coverage, now);
    for (const index of duplicates) fates[index] = "duplicate";
    for (const index of reused) fates[index] = { code: "event_id_reused" };
    await taking.alongside?.(tx, fates);
    return fates;
  });
}

type Checked = { index: number; event: StationEventOutput };
type Covered = Checked & { authority: 0 | 1 };

function checkEach(events: readonly unknown[], now: Date): { good: Checked[]; rejected: Refused[] } {
  const good: Checked[] = [];
  const rejected: Refused[] = [];
  for (const [index, raw] of events.entries()) {
    const parsed = stationEvent.safeParse(raw);
    if (!parsed.success) {
      rejected.push({ index, code: "invalid", ...fieldOf(parsed.error) });
      continue;
    }
    const fault = faultOf(parsed.data, now.getTime());
    if (fault) rejected.push({ index, code: fault });
    else good.push({ index, event: parsed.data });
  }
  return { good, rejected };
}

/** The path of the first field that is wrong, where it is one of ours; a name the sender made up is not repeated. */
function fieldOf(error: z.ZodError): { field?: string } {
  const path = error.issues[0]?.path.join(".") ?? "";
  return /^[A-Za-z0-9.]{1,80}$/.test(path) ? { field: path } : {};
}

function withinScope(
  good: readonly Checked[],
  source: ReportingSource,
  places: Places,
  rejected: Refused[],
): Covered[] {
  return good.flatMap(({ index, event }) => {
    const authority = authorityOf(event, source, places);
    const unknownInstallation = event.installation !== undefined && !places.installation.has(event.installation);
    if (authority === null || unknownInstallation) {
      rejected.push(
        authority === null ? { index, code: "out_of_scope" } : { index, code: "invalid", field: "installation" },
      );
      return [];
    }
    return [{ index, event, authority }];
  });
}

/** Provisional entries for codes nobody knows; events beyond the limit of new ones are refused, the others go on. */
async function provide(
  pool: Pool,
  covered: readonly Covered[],
  places: Places,
  now: Date,
  rejected: Refused[],
): Promise<Covered[]> {
  const unknown: UnknownPlaces = {
    gln: new Set(),
    sor: new Set(),
    mailbox: new Set(),
    type: new Set(),
    operator: new Set(),
  };
  const provided = covered.filter(({ index, event }) => {
    if (countUnknown(unknown) >= NEW_PLACES_LIMIT) {
      const own: UnknownPlaces = {
        gln: new Set(),
        sor: new Set(),
        mailbox: new Set(),
        type: new Set(),
        operator: new Set(),
      };
      noteUnknown(event, places, own);
      if (countUnknown(own) > 0) {
        rejected.push({ index, code: "too_many_new_places" satisfies Rejection });
        return false;
      }
    }
    noteUnknown(event, places, unknown);
    return true;
  });
  await makeProvisional(pool, places, unknown, now);
  return provided;
}

/** Writes what is new; answers which were repeats, and which reused the id of another event. */
async function append(
  tx: PoolClient,
  source: ReportingSource,
  rows: readonly Accepted[],
  coverage: { from: number; to: number; withdrawn: boolean } | null,
  now: Date,
): Promise<{ duplicates: number[]; reused: number[] }> {
  const first = new Map<string, Accepted>();
  const repeats: Accepted[] = [];
  for (const accepted of rows) {
    if (first.has(accepted.name)) repeats.push(accepted);
    else first.set(accepted.name, accepted);
  }
  const distinct = [...first.values()].sort((a, b) => (a.row.eventKey < b.row.eventKey ? -1 : 1));
  const known =
    distinct.length === 0
      ? new Set<string>()
      : await appendEvents(
          tx,
          source.id,
          now,
          distinct.map(({ row }) => row),
        );
  // An event that is refused because another has its id leaves nothing behind.
  const fresh = known.size === 0 ? distinct : distinct.filter(({ name }) => !known.has(name));
  if (fresh.length > 0) {
    const { letters, claims, subjects } = namedIn(fresh.map(({ row }) => row));
    await touchNamed(tx, letters, claims, subjects);
  }
  const old = known.size === 0 ? [] : distinct.filter(({ name }) => known.has(name));
  const content = await knownContent(
    tx,
    old.map(({ row }) => row),
  );
  const said = (name: string) => content.get(name) ?? first.get(name)?.row.contentHash.toString();
  const isReused = ({ name, row }: Accepted) => said(name) !== row.contentHash.toString();
  if (coverage) await claimCoverage(tx, source.id, coverage.from, coverage.to, coverage.withdrawn);
  if (coverage && fresh.length === 0) await wakeAppliers(tx);
  const again = [...old, ...repeats];
  return {
    duplicates: again.filter((one) => !isReused(one)).map(({ index }) => index),
    reused: again.filter(isReused).map(({ index }) => index),
  };
}

function parseCoverage(raw: unknown, now: Date): { from: number; to: number; withdrawn: boolean } | null {
  if (raw === undefined) return null;
  const parsed = coverageClaim.safeParse(raw);
  if (!parsed.success)
    throw new InvalidInputError(["coverage", fieldOf(parsed.error).field].filter(Boolean).join("."), "invalid");
  const [from, to] = [Date.parse(parsed.data.from), Date.parse(parsed.data.to)];
  if (to > now.getTime() + COVERAGE_AHEAD_MS) throw new InvalidInputError("coverage.to", "time_in_future");
  return {
    from: Math.min(from, now.getTime()),
    to: Math.min(to, now.getTime()),
    withdrawn: parsed.data.withdrawn ?? false,
  };
}
