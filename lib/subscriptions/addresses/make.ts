import type { Viewer } from "../../access/viewer.ts";
import { ConflictError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import type { Channel } from "../shapes.ts";

export type NewEndpoint = {
  channel: Channel;
  label: string;
  address: string;
  locale: string;
  secret: string | null;
} & Partial<{ secretHash: string; confirmedAt: Date }>;

/** So long goes between two messages that somebody has sent to an address by hand. */
const PAUSE_MS = 5 * 60_000;

/** An address is written to by hand now, for the first time in a while. Throws ConflictError `too_soon`. */
export async function askOnce(tx: StatusTx, id: number, now: Date): Promise<void> {
  const before = { lte: new Date(now.getTime() - PAUSE_MS) };
  const { count } = await tx.endpoint.updateMany({
    where: { id, OR: [{ askedAt: null }, { askedAt: before }] },
    data: { askedAt: now },
  });
  if (count === 0) throw new ConflictError("It was just written to", "too_soon");
}

/**
 * Writes an address of the viewer's organisation, not yet confirmed, which is asked now; answers its id. Throws ConflictError
 * `already_there`, or `too_soon` where it was there and asked a moment ago.
 */
export async function make(
  tx: StatusTx,
  { organisationId, personId }: Viewer,
  one: NewEndpoint,
  now: Date,
): Promise<number> {
  const { channel, address } = one;
  const same = { organisationId, channel, forOwner: false, address: { equals: address, mode: "insensitive" as const } };
  const there = await tx.endpoint.count({ where: { ...same, disabledAt: null } });
  if (there > 0) throw new ConflictError("The address is there already", "already_there");
  const askedAt = { gt: new Date(now.getTime() - PAUSE_MS) };
  const byLink = channel === "email" || channel === "sms";
  if (byLink && (await tx.endpoint.count({ where: { ...same, askedAt } })) > 0)
    throw new ConflictError("It was just written to", "too_soon");
  const secretAt = one.secret === null ? null : now;
  const data = { ...one, secretAt, organisationId, createdById: personId, createdAt: now, askedAt: now };
  return (await tx.endpoint.create({ data, select: { id: true } })).id;
}
