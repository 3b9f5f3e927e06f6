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
/** Writes an address of the viewer's organisation, not yet confirmed; answers its id. Throws ConflictError `already_there`. */
export async function make(
  tx: StatusTx,
  { organisationId, personId }: Viewer,
  one: NewEndpoint,
  now: Date,
): Promise<number> {
  const { channel, address } = one;
  const there = await tx.endpoint.count({
    where: {
      organisationId,
      channel,
      disabledAt: null,
      forOwner: false,
      address: { equals: address, mode: "insensitive" },
    },
  });
  if (there > 0) throw new ConflictError("The address is there already", "already_there");
  const secretAt = one.secret === null ? null : now;
  const data = { ...one, secretAt, organisationId, createdById: personId, createdAt: now };
  return (await tx.endpoint.create({ data, select: { id: true } })).id;
}
