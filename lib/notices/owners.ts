import { texts } from "../i18n/texts.ts";
import { type Ask, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { Words } from "../status/shapes.ts";
import { dispatchId } from "./dispatch/id.ts";
import { ownersEndpoint, ownersMailboxes } from "./lost/hearers-sql.ts";
import { insertDispatches } from "./sql.ts";

/** It is about no service, and hits nobody's messages. */
export const NOTHING_ELSE = {
  ...{ serviceIds: [], stations: [], types: [] },
  ...{ installationIds: [], municipalityIds: [], regionIds: [], vendorIds: [] },
};

/**
 * Endpoints of the mailboxes an organisation is known by where no subscription leads to it: of the account `personId` while it
 * may sign in, else of its contacts.
 */
export async function ownersEndpoints(
  ask: Ask,
  organisationId: number,
  personId: number | null,
  now: Date,
): Promise<number[]> {
  const made: number[] = [];
  for (const { address, label } of await ownersMailboxes(ask, organisationId, personId, now)) {
    const named = label ?? texts("da")("notices")("lost.maker");
    made.push(await ownersEndpoint(ask, organisationId, { address, label: named }, now));
  }
  return made;
}

type Word = { organisationId: number; thread: string; title: Words; text: Words };
/**
 * Says something to an organisation about what it looks after, at these endpoints, at once: a signal that no subscription
 * asked for, its notice and dispatches, in the caller's commit.
 */
export async function tellOwner(
  tx: StatusTx,
  { organisationId, thread, title, text }: Word,
  endpoints: readonly number[],
  now: Date,
): Promise<void> {
  const words = { title: title.da, titleEn: title.en, text: text.da, textEn: text.en };
  const { id: signalId } = await tx.signal.create({
    data: { ...NOTHING_ELSE, ...words, at: now, kind: "owner", moment: "opened", thread },
    select: { id: true },
  });
  const { id: noticeId } = await tx.notice.create({
    data: { signalId, organisationId, at: now, because: [] },
    select: { id: true },
  });
  await insertDispatches(
    askingWithin(tx),
    endpoints.map((endpointId) => ({
      ...{ id: dispatchId(signalId, endpointId), noticeId, endpointId, notBefore: now, why: null },
    })),
  );
  await tx.$executeRaw`SELECT pg_notify('notices', '')`;
}
