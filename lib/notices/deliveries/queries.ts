import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { asViewer } from "../../db/viewer.ts";
import { publicOrigin } from "../../env.ts";
import { NotFoundError } from "../../errors.ts";
import { bodyOf } from "../channels/webhook.ts";
import { readOutgoing } from "../dispatch/outgoing.ts";
import { messagesOf } from "../dispatch/sql.ts";
import { lineOf } from "./rules.ts";
import type { AddressQuery } from "./schema.ts";
import type { AddressPage, DeliveryPage } from "./shapes.ts";
import { countsOf, dispatchesOf, dispatchOf, endpointOf, failedSince, trialsOf } from "./sql.ts";

const PAGE = 20;

type Asked = Pick<AddressQuery, "show" | "before" | "since">;
/** An address of the viewer's organisation and a page of what was sent there, newest first. Throws NotFoundError. */
export async function readAddress(viewer: Viewer, id: number, asked: Asked, now: Date): Promise<AddressPage> {
  authorise(viewer, "subscriptions:read");
  return asViewer(viewer, "received", async (tx) => {
    const endpoint = await endpointOf(tx, viewer.organisationId, id, readsAddresses(viewer));
    if (!endpoint) throw new NotFoundError("No such address");
    const { show, before, since } = asked;
    const rows = await dispatchesOf(tx, id, { show, before, limit: PAGE + 1 });
    const shown = rows.slice(0, PAGE);
    return {
      endpoint,
      rows: shown.map((row) => lineOf(row, isOn(endpoint))),
      next: rows.length > PAGE ? (shown.at(-1)?.notice_id ?? null) : null,
      counts: await countsOf(tx, id),
      trials: await trialsOf(tx, id),
      failed: since === undefined ? null : { since, count: await failedSince(tx, id, since) },
      asOf: now.toISOString(),
    };
  });
}

/** One delivery to an address of the viewer's organisation. Throws NotFoundError. */
export async function readDelivery(
  viewer: Viewer,
  { id, dispatch }: { id: number; dispatch: string },
  now: Date,
): Promise<DeliveryPage> {
  authorise(viewer, "subscriptions:read");
  const { endpoint, row } = await asViewer(viewer, "received", async (tx) => ({
    endpoint: await endpointOf(tx, viewer.organisationId, id, readsAddresses(viewer)),
    row: await dispatchOf(tx, id, dispatch),
  }));
  if (!endpoint || !row) throw new NotFoundError("No such delivery");
  const line = lineOf(row, isOn(endpoint));
  const body = endpoint.channel === "webhook" ? await bodyNow(dispatch, line.attempts.at(-1)?.at, now) : null;
  return { endpoint, line, body, asOf: now.toISOString() };
}

/** The body of a webhook as at its last attempt, or as it would be now. */
async function bodyNow(dispatch: string, at: string | undefined, now: Date): Promise<unknown> {
  const pool = ownerPool();
  const [one] = await messagesOf(pool, [dispatch], now);
  if (!one) return null;
  const outgoing = await readOutgoing(pool, [one]);
  return bodyOf(outgoing(one, at === undefined ? now : new Date(at)), publicOrigin());
}

// The operator's role reads everybody's subscriptions, so it reads nobody's addresses.
const readsAddresses = ({ role }: Viewer): boolean => role !== "operator" && role !== "auditor";
const isOn = ({ confirmedAt, disabledAt }: AddressPage["endpoint"]): boolean =>
  confirmedAt !== null && disabledAt === null;
