import type { PoolClient } from "pg";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import type { Because } from "../../subscriptions/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { toldRows } from "./rules.ts";
import type { ToldParams } from "./schema.ts";
import type { Telling, ToldPage, ToldRow } from "./shapes.ts";
import {
  aboutOf,
  hitOf,
  ownAnswers,
  ownNotices,
  regionOf,
  type ToldRecord,
  tellingsOf,
  toldOf,
  wentOnTo,
} from "./sql.ts";

/**
 * Who was told of a conversation, by one of its tellings (the newest unless asked for), as far as the viewer may see. Throws
 * NotFoundError where there is no such conversation to see.
 */
export async function readTold(
  viewer: Viewer,
  { signal, ...of }: ToldParams & { signal?: number | undefined },
  now: Date,
): Promise<ToldPage> {
  authorise(viewer, "notices:read");
  const everybody = viewer.role === "operator" || viewer.role === "auditor";
  const { kind, id, thread } = of;
  return asViewer(viewer, "received", async (tx) => {
    const about = await aboutOf(tx, of);
    if (!about) throw new NotFoundError();
    const tellings = (await tellingsOf(tx, thread)).map(({ id: signalId, at, ...rest }) => ({
      ...{ signalId, at: at.toISOString(), ...rest },
    }));
    const shown = chosen(tellings, signal);
    const all = await toldOf(tx, thread, everybody);
    const records = all.filter(({ signal_id }) => signal_id === shown?.signalId);
    const to = shown ? await wentOnTo(tx, shown.signalId) : new Map<number, string[]>();
    const rows = toldRows(records.flatMap(known), to, now.getTime());
    const own = shown ? await ownNotices(tx, shown.signalId, viewer.organisationId) : [];
    return {
      of: { kind, id },
      title: { da: about.title, en: about.title_en },
      ...{ tellings, shown, everybody, rows },
      region: viewer.role === "municipality" ? await regionTold(tx, viewer, rows, now) : null,
      withoutAccount: everybody ? records.filter(({ organisation_id }) => organisation_id === null).length : null,
      hit: kind === "incident" ? notTold(await hitOf(tx, id, everybody), all) : null,
      own: own.map(({ id: subscriptionId, name, because, confirmed_at }) => ({
        ...{ id: subscriptionId, subscription: name },
        because: because as Because[],
        confirmedAt: confirmed_at?.toISOString() ?? null,
      })),
      answers: (await ownAnswers(tx, thread)).map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
      asOf: now.toISOString(),
    };
  });
}

/** The telling asked for, else the newest; a suspicion only where nothing else was told. */
const chosen = (tellings: readonly Telling[], signal: number | undefined): Telling | null =>
  tellings.find(({ signalId }) => signalId === signal) ??
  tellings.find(({ kind }) => kind !== "suspicion") ??
  tellings[0] ??
  null;

const known = ({ organisation_id, name, organisation_kind, ...rest }: ToldRecord) =>
  organisation_id === null || name === null || organisation_kind === null
    ? []
    : [{ ...rest, organisation_id, name, organisation_kind }];

async function regionTold(tx: PoolClient, viewer: Viewer, rows: readonly ToldRow[], now: Date) {
  const region = await regionOf(tx, viewer.organisationId, danishDay(now.getTime()));
  if (region === null) return null;
  return { name: region.name, row: rows.find(({ organisation }) => organisation.id === region.id) ?? null };
}

/** Whoever asked but has no address in use was not told, nor whoever it was given up for. */
function notTold(hit: readonly { id: number; name: string }[], all: readonly ToldRecord[]) {
  const told = new Set(
    all.flatMap(({ organisation_id, state, why, kind }) =>
      state === null || (state === "suppressed" && why === "cancelled") || kind === "suspicion" ? [] : organisation_id,
    ),
  );
  return { total: hit.length, notTold: hit.filter(({ id }) => !told.has(id)) };
}
