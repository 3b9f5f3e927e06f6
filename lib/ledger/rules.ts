import { lastStationOf, legsOf } from "./fold/legs.ts";
import { byPrecedence, letterFacts } from "./fold/letter.ts";
import { byTime, receiptsOf, soleAnswerer } from "./fold/receipts.ts";
import { countedAs, type Recipient, recipientsOf } from "./fold/receivers.ts";
import { judge } from "./fold/state.ts";
import type { FoldDirectory, FoldEvent, Folded, FoldedDelivery, FoldedReceipt, Policy } from "./fold/types.ts";
import { EVENT_KINDS, STATIONS } from "./states.ts";

const EXPIRED = EVENT_KINDS.indexOf("expired");
const HANDED_OVER = EVENT_KINDS.indexOf("handed_over");
const STOPPED = EVENT_KINDS.indexOf("stopped");
const DISTRIBUTOR = STATIONS.indexOf("distributor");
const TRANSPORT = 0;
const OPEN = new Set(["pending", "transient"]);

/**
 * The ledger's one rule: what a letter is, which deliveries it has and in which state, from all of its events, the
 * directory, coverage and the time. The same facts give the same answer in whatever order or batches they came.
 *
 * `coarse`: times are stated to the minute (legacy letters). `now` in ms.
 */
export function foldLetter(told: readonly FoldEvent[], coarse: boolean, directory: FoldDirectory, now: number): Folded {
  const events = [...told].sort(byPrecedence);
  const facts = letterFacts(events, coarse);
  const senderOrganisationId =
    (facts.senderLocationId !== null ? directory.organisationOfLocation.get(facts.senderLocationId) : undefined) ?? 0;
  // Without a send time the directory is asked as of the first event, only to say who waits for the letter.
  const at = facts.sentAt ?? Math.min(...events.map((event) => event.at));
  const { recipients, unserved } = recipientsOf(events, facts.typeId, at, directory);
  const receipts = receiptsOf(events, facts.sentAt === null ? [] : recipients, directory);
  const inTime = [...events].sort(byTime);
  const deliveries =
    facts.sentAt === null
      ? []
      : recipients.map((recipient) =>
          delivery(
            recipient,
            { ...facts, sentAt: at, senderOrganisationId },
            inTime,
            recipients,
            receipts,
            directory,
            now,
          ),
        );
  return {
    letter: { ...facts, senderOrganisationId, finalAt: finalAt(deliveries) },
    deliveries,
    receipts,
    waiting: facts.sentAt === null ? recipients.map((recipient) => recipient.installationId) : [],
    unserved,
  };
}

type SentLetter = ReturnType<typeof letterFacts> & { sentAt: number; senderOrganisationId: number };

function delivery(
  recipient: Recipient,
  letter: SentLetter,
  events: readonly FoldEvent[],
  recipients: readonly Recipient[],
  allReceipts: readonly FoldedReceipt[],
  directory: FoldDirectory,
  now: number,
): FoldedDelivery {
  const { installationId } = recipient;
  const counted = (event: FoldEvent) =>
    event.installationId === null ? null : countedAs(event.installationId, directory);
  // What names nobody concerns every recipient, if its source speaks for the sender or for all.
  const concerns = (event: FoldEvent) =>
    (counted(event) ?? (event.authority === 0 ? installationId : null)) === installationId;
  const own = events.filter(concerns);
  const receipts = allReceipts.filter((receipt) => receipt.installationId === installationId);
  const policy = policyFor(letter.typeId, letter.sentAt, directory);
  const dueAt = letter.sentAt + policy.overdueMs;
  const expired = own.some(
    (event) => event.kind === EXPIRED && (counted(event) ?? soleAnswerer(recipients)) === installationId,
  );
  const judgement = judge(
    {
      ...recipient,
      sentAt: letter.sentAt,
      dueAt,
      receiptExpected: letter.receiptExpected,
      expired,
      receipts,
      vouching: directory.vouching(installationId),
    },
    now,
  );
  return {
    installationId,
    sentAt: letter.sentAt,
    typeId: letter.typeId,
    senderOrganisationId: letter.senderOrganisationId,
    role: recipient.role,
    roleAssumed: recipient.roleAssumed,
    copy: recipient.copy,
    receiptExpected: letter.receiptExpected,
    ...judgement,
    dueAt,
    warnAt: policy.warnMs === null ? null : letter.sentAt + policy.warnMs,
    conflicting: judgement.conflicting || letter.conflicting,
    ...transportOf(own, installationId, recipients, directory),
    attempts: letter.attempts,
    resendsAllowed: policy.resends,
    lastStation: lastStationOf(own),
    codes: [
      ...new Set(receipts.filter((r) => r.level !== TRANSPORT && r.code !== null).map((r) => r.code as string)),
    ].sort(),
    legs: legsOf(own),
  };
}

/** The policy in force for a type when a letter was sent: its own, else the default one (DESIGN 2). */
export function policyFor(typeId: number, sentAt: number, directory: FoldDirectory): Policy {
  for (const key of [typeId, null]) {
    const inForce = (directory.policies.get(key) ?? []).findLast((policy) => policy.from <= sentAt);
    if (inForce) return inForce;
  }
  return BEFORE_ALL_POLICIES;
}
// Letters older than the first policy: MedCom's 30 minutes (DOMAIN 1.2), so that they still have a deadline.
const BEFORE_ALL_POLICIES: Policy = {
  from: Number.NEGATIVE_INFINITY,
  warnMs: 20 * 60_000,
  overdueMs: 30 * 60_000,
  resends: 2,
};

/** "Handed over" or "stopped at the mailbox": the last that the distributor or a later hop said. Never decides a state. */
function transportOf(
  own: readonly FoldEvent[],
  installationId: number,
  recipients: readonly Recipient[],
  directory: FoldDirectory,
): Pick<FoldedDelivery, "transport" | "transportAt"> {
  let last: Pick<FoldedDelivery, "transport" | "transportAt"> = { transport: 0, transportAt: null };
  for (const event of own) {
    if (event.station < DISTRIBUTOR) continue;
    const about = event.installationId === null ? soleAnswerer(recipients) : countedAs(event.installationId, directory);
    if (about !== installationId) continue;
    const receipt = event.receiptLevel === TRANSPORT ? event.receiptOutcome : null;
    if (event.kind === HANDED_OVER || receipt === 0) last = { transport: 1, transportAt: event.at };
    else if (event.kind === STOPPED || receipt !== null) last = { transport: 2, transportAt: event.at };
  }
  return last;
}

function finalAt(deliveries: readonly FoldedDelivery[]): number | null {
  if (deliveries.length === 0 || deliveries.some((delivery) => OPEN.has(delivery.state))) return null;
  return Math.max(...deliveries.map((delivery) => delivery.decidedAt ?? delivery.dueAt));
}
