import type { Ask } from "../../status/ask.ts";
import { ownersEndpoints } from "../owners.ts";
import { otherAddresses } from "./hearers-sql.ts";
import type { Disabled } from "./sql.ts";

/**
 * Who hears, of an organisation, that an address of its subscriptions (`ids`) is lost: their other addresses, else others of
 * the organisation's, else the account that made it, else the contacts, whose mailboxes are written
 * down as its owner's; each with the subscription it is told for.
 */
export async function hearersOf(ask: Ask, organisationId: number, lost: Disabled, ids: readonly number[], now: Date) {
  const others = await otherAddresses(ask, organisationId, lost.id, ids);
  const [subscriptionId] = ids;
  if (others.length > 0 || subscriptionId === undefined) return others;
  const made = await ownersEndpoints(ask, organisationId, lost.createdById, now);
  return made.map((id) => ({ id, subscriptionId }));
}
