import { texts } from "../../i18n/texts.ts";
import type { Ask } from "../../status/ask.ts";
import { otherAddresses, ownersEndpoint, ownersMailboxes } from "./hearers-sql.ts";
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
  const maker = texts("da")("notices")("lost.maker");
  const mailboxes = await ownersMailboxes(ask, organisationId, lost.createdById, now);
  const made: typeof others = [];
  for (const { address, label } of mailboxes)
    made.push({
      id: await ownersEndpoint(ask, organisationId, { address, label: label ?? maker }, now),
      subscriptionId,
    });
  return made;
}
