import { ownerPool } from "../../db/pool.ts";
import { env } from "../../env.ts";
import { InvalidInputError, TooLargeError, UnreadableError } from "../../errors.ts";
import { MAX_MESSAGE_BYTES } from "../../medcom/read.ts";
import type { Reading, Standard } from "../../medcom/shapes.ts";
import { type Admission, admission } from "../admission.ts";
import type { ReportingSource } from "../source.ts";
import { takeMessage } from "./commands.ts";
import { MAX_RAW_BYTES, type ParserPool, parserPool } from "./parser-pool.ts";
import type { MessageOutcome } from "./shapes.ts";

const AT_ONCE = 16;

// Every bundle of the process comes through here, and they share one pool of threads and one bound on memory.
const KEY = Symbol.for("kvitteringsoverblik.messages");
const shared = globalThis as typeof globalThis & { [KEY]?: { gate: Admission; pool: ParserPool } };
const inside = () => {
  shared[KEY] ??= {
    gate: admission({ bytes: AT_ONCE * MAX_MESSAGE_BYTES, inbox: env().INBOX_LIMIT }),
    pool: parserPool(),
  };
  return shared[KEY];
};

/** Which standards a door takes, and in which forms; everything where nothing is said. */
export type Taken = { standards?: readonly Standard[]; forms?: readonly Reading["form"][] };
export type MessageBody = { bytes: AsyncIterable<Uint8Array> | null; length: number | null; encoding: string | null };

/** The door for raw messages of one process. Bodies stream through; what is held of each is bounded, and so are they. */
export function messagesDoor(taken: Taken = {}) {
  /** Throws BusyError, TooLargeError, InvalidInputError, and UnreadableError for a body that is none of the door's kind. */
  return async (
    source: ReportingSource,
    body: MessageBody,
    now: Date,
  ): Promise<{ form: Reading["form"]; messages: MessageOutcome[] }> => {
    if ((body.length ?? 0) > MAX_RAW_BYTES) throw new TooLargeError();
    // What is packed small and unpacks large is not unpacked at all.
    if (body.encoding !== null && body.encoding !== "identity") {
      throw new InvalidInputError("content-encoding", "not_supported");
    }
    const { gate, pool } = inside();
    await gate.room(ownerPool(), now.getTime());
    const release = gate.reserve(MAX_MESSAGE_BYTES);
    try {
      const message = await pool.parse(body.bytes ?? nothing());
      refuseOthers(message.reading, taken);
      return { form: message.reading.form, messages: await takeMessage(ownerPool(), source, message, now) };
    } finally {
      release();
    }
  };
}

function refuseOthers({ form, parts }: Reading, { standards, forms }: Taken): void {
  if (forms && !forms.includes(form)) throw new UnreadableError("unknown_form");
  const others = parts.some((part) => part.outcome === "taken" && standards?.includes(part.facts.standard) === false);
  if (others) throw new UnreadableError("unknown_form");
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A request's body as it streams in, and what its headers say of it. */
export function messageOf(request: Request): MessageBody {
  const length = request.headers.get("content-length");
  return {
    bytes: request.body as AsyncIterable<Uint8Array> | null,
    length: length === null ? null : Number(length),
    encoding: request.headers.get("content-encoding"),
  };
}

/** The one outcome of a body that is one message; UnreadableError where it was not taken. */
export function onlyOutcome([message]: readonly MessageOutcome[]): MessageOutcome {
  if (message === undefined || message.outcome === "skipped") throw new UnreadableError("not_a_message");
  if (message.outcome === "refused") throw new UnreadableError(message.code ?? "unreadable", message.position);
  return message;
}

/** Ends the threads that read, for tests and an orderly end. */
export async function endParsing(): Promise<void> {
  await shared[KEY]?.pool.end();
  delete shared[KEY];
}
