import type { StationEventInput } from "../ledger/schema.ts";
import type { Direction, EventKind, ReceiptLevel, ReceiptOutcome, Station } from "../ledger/states.ts";
import type { Letter } from "./letters.ts";

/** One thing that happens to a letter, and who tells about it. Instants are ms. */
export type WorldEvent = {
  source: string;
  /** The event's number within its letter. */
  n: number;
  station: Station;
  direction: Direction;
  kind: EventKind;
  at: number;
  /** When the source reports it: mostly at once. */
  toldAt: number;
  operator: string | null;
  mailbox: string | null;
  envelope: string | null;
  besked: string | null;
  /** Whether it says what the letter is and whom it is for. */
  names: boolean;
  statedSentAt: number | null;
  receipt: { id: string; level: ReceiptLevel; outcome: ReceiptOutcome; code: string | null } | null;
};

const iso = (ms: number) => new Date(ms).toISOString();

/** The event as its source posts it. */
export function toInput(letter: Letter, event: WorldEvent): StationEventInput {
  const aliases = [
    ...(event.envelope ? [{ kind: "envelope" as const, value: event.envelope }] : []),
    ...(event.besked ? [{ kind: "besked" as const, value: event.besked }] : []),
  ];
  return {
    id: `${letter.name}.${event.n}`,
    station: event.station,
    ...(event.operator ? { operator: event.operator } : {}),
    direction: event.direction,
    kind: event.kind,
    at: iso(event.at),
    letter: { id: letter.id, scheme: letter.scheme, senderGln: letter.sender.gln },
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(event.mailbox ? { mailbox: event.mailbox } : {}),
    ...(event.names
      ? {
          receiverGln: letter.receiver.gln,
          type: letter.content ? `${letter.type}#${letter.content}` : letter.type,
          receiptExpected: letter.receiptExpected,
        }
      : {}),
    ...(event.statedSentAt === null ? {} : { statedSentAt: iso(event.statedSentAt) }),
    ...(event.receipt
      ? {
          receipt: {
            id: event.receipt.id,
            level: event.receipt.level,
            outcome: event.receipt.outcome,
            ...(event.receipt.code ? { code: event.receipt.code } : {}),
          },
        }
      : {}),
  };
}
