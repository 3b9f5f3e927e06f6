import type { StationEventOutput } from "../ledger/schema.ts";
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

/** The event as its source posts it, its fields in the order of the schema. */
export function toInput(letter: Letter, event: WorldEvent): StationEventOutput {
  const { receipt } = event;
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
    ...(event.names ? { receiverGln: letter.receiver.gln } : {}),
    ...(event.mailbox ? { mailbox: event.mailbox } : {}),
    ...(event.names ? { type: letter.content ? `${letter.type}#${letter.content}` : letter.type } : {}),
    ...(event.statedSentAt === null ? {} : { statedSentAt: iso(event.statedSentAt) }),
    ...(event.names ? { receiptExpected: letter.receiptExpected } : {}),
    ...(receipt
      ? {
          receipt: {
            id: receipt.id,
            level: receipt.level,
            outcome: receipt.outcome,
            ...(receipt.code ? { code: receipt.code } : {}),
          },
        }
      : {}),
  };
}
