import { countedAs, type Recipient } from "./receivers.ts";
import type { FoldDirectory, FoldEvent, FoldedReceipt } from "./types.ts";

const ROLE_A = 1;

/**
 * Every receipt of a letter, once, however many stations report it. It belongs to the installation its event names, else
 * to the single role A recipient, else to the letter alone (an orphan, which changes nothing). Its time is the least
 * stated one: where it was made, not where it arrived.
 */
export function receiptsOf(
  events: readonly FoldEvent[],
  recipients: readonly Recipient[],
  directory: FoldDirectory,
): FoldedReceipt[] {
  const reports = new Map<string, FoldEvent[]>();
  for (const event of events) {
    if (event.receiptKey === null) continue;
    const known = reports.get(event.receiptKey);
    if (known) known.push(event);
    else reports.set(event.receiptKey, [event]);
  }
  return [...reports].map(([receiptKey, told]) => oneReceipt(receiptKey, told.sort(byTime), recipients, directory));
}

/** Who a fact without a named installation is about: the single primary role A recipient, else nobody. */
export function soleAnswerer(recipients: readonly Recipient[]): number | null {
  const answering = recipients.filter((recipient) => recipient.role === ROLE_A && !recipient.copy);
  return answering.length === 1 ? (answering[0]?.installationId ?? null) : null;
}

function oneReceipt(
  receiptKey: string,
  told: FoldEvent[],
  recipients: readonly Recipient[],
  directory: FoldDirectory,
): FoldedReceipt {
  // receiptKey is only set together with level and outcome, and a group has at least one event.
  const first = told[0] as FoldEvent & { receiptLevel: number; receiptOutcome: number };
  const named = told
    .filter((event) => event.installationId !== null)
    .map((event) => countedAs(event.installationId as number, directory));
  // A source of one receiver must name whose receipt it is, so that nobody can answer for another.
  const installationId = named[0] ?? (told.some((event) => event.authority === 0) ? soleAnswerer(recipients) : null);
  return {
    receiptKey,
    receiptId: told.find((event) => event.receiptId !== null)?.receiptId ?? null,
    installationId,
    orphan: !recipients.some((recipient) => recipient.installationId === installationId),
    level: first.receiptLevel,
    outcome: first.receiptOutcome,
    code: told.find((event) => event.receiptCode !== null)?.receiptCode ?? null,
    statedAt: first.at,
    station: first.station,
    sourceId: first.sourceId,
    reports: told.length,
    conflicting:
      told.some(
        (event) => event.receiptOutcome !== first.receiptOutcome || event.receiptLevel !== first.receiptLevel,
      ) || new Set(named).size > 1,
  };
}

export function byTime(a: FoldEvent, b: FoldEvent): number {
  return a.at - b.at || (a.eventKey < b.eventKey ? -1 : a.eventKey > b.eventKey ? 1 : 0);
}
