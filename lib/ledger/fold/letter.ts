import { EVENT_KINDS, STATIONS } from "../states.ts";
import type { FoldEvent } from "./types.ts";

const SENDER = STATIONS.indexOf("sender");
const SENT = EVENT_KINDS.indexOf("sent");
const MINUTE_MS = 60_000;

/** What the letter's own events say of it. */
export type LetterFacts = {
  sentAt: number | null;
  senderLocationId: number | null;
  typeId: number;
  content: string | null;
  receiptExpected: boolean;
  attempts: number;
  conflicting: boolean;
};

/** Events in the order their claims count: authority, then the letter's stated time, then the event's key. */
export function byPrecedence(a: FoldEvent, b: FoldEvent): number {
  return (
    a.authority - b.authority ||
    claimTime(a) - claimTime(b) ||
    (a.eventKey < b.eventKey ? -1 : a.eventKey > b.eventKey ? 1 : 0)
  );
}
const claimTime = (event: FoldEvent) => event.statedSentAt ?? event.at;

/**
 * Sender, type and send time of a letter. A letter stated with two senders or types keeps those of the least (authority,
 * stated time, event key) and is flagged. The send time is the least one stated by the letter itself, never an arrival
 * (DESIGN 4; resends keep the letter id and get a new time, DOMAIN 1.2). A system that says when it made a message and
 * when it sent it has tried once, so the times stated and the times of sending are counted apart. `events` are in order
 * of precedence.
 */
export function letterFacts(events: readonly FoldEvent[], coarse: boolean): LetterFacts {
  const sender = firstClaim(events, (event) => event.senderLocationId);
  const type = firstClaim(events, (event) => event.typeId);
  const expected = firstClaim(events, (event) => event.receiptExpected);
  const sends = sendTimes(events);
  const times = sends.filter(({ authority }) => authority === sends[0]?.authority).map(({ at }) => at);
  const tries = (stated: boolean) =>
    new Set(sends.filter((send) => send.stated === stated).map(({ at }) => (coarse ? Math.floor(at / MINUTE_MS) : at)));
  return {
    sentAt: times.length === 0 ? null : Math.min(...times),
    senderLocationId: sender.value,
    typeId: type.value ?? 0,
    content: firstClaim(events, (event) => event.content).value,
    receiptExpected: expected.value ?? true,
    attempts: Math.max(1, tries(true).size, tries(false).size),
    conflicting: sender.contested || type.contested || expected.contested,
  };
}

type Send = { authority: number; at: number; stated: boolean };

/** Every send time, as stated of the letter or as the time of its sending, the strongest authority first. */
function sendTimes(events: readonly FoldEvent[]): Send[] {
  const sends: Send[] = [];
  for (const { authority, at, statedSentAt, station, kind, direction } of events) {
    if (statedSentAt !== null) sends.push({ authority, at: statedSentAt, stated: true });
    if (station === SENDER && kind === SENT && direction === 0) sends.push({ authority, at, stated: false });
  }
  return sends.sort((a, b) => a.authority - b.authority);
}

function firstClaim<T>(
  events: readonly FoldEvent[],
  claim: (event: FoldEvent) => T | null,
): { value: T | null; contested: boolean } {
  let value: T | null = null;
  let authority = 0;
  let contested = false;
  for (const event of events) {
    const claimed = claim(event);
    if (claimed === null) continue;
    if (value === null) {
      value = claimed;
      authority = event.authority;
    } else if (claimed !== value && event.authority === authority) contested = true;
  }
  return { value, contested };
}
