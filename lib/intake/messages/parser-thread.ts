import { parentPort } from "node:worker_threads";
import { ownIdOf } from "../../medcom/own-id.ts";
import { MAX_MESSAGE_BYTES, read } from "../../medcom/read.ts";
import type { Reading } from "../../medcom/shapes.ts";
import { type Sieve, sieve } from "../../medcom/sieve.ts";
import type { Found } from "./parser-pool.ts";

/** What the pool says to a thread: the next bytes of a message, that they were all, or that nobody waits any more. */
export type ToThread = { id: number; chunk: Uint8Array } | { id: number; end: true } | { id: number; forget: true };
/** What a thread answers: that it has taken in a piece, and what it has read. */
export type FromThread = { id: number; taken: true } | { id: number; read: Found };

// A thread of its own for what strangers send: however it is made, nobody else waits for its parsing.
const incoming = new Map<number, Sieve>();
const answer = (message: FromThread) => parentPort?.postMessage(message);

parentPort?.on("message", (message: ToThread) => {
  if ("forget" in message) {
    incoming.delete(message.id);
    return;
  }
  const known = incoming.get(message.id) ?? sieve(MAX_MESSAGE_BYTES);
  if ("end" in message) {
    incoming.delete(message.id);
    answer({ id: message.id, read: finish(known) });
    return;
  }
  incoming.set(message.id, known);
  known.push(message.chunk);
  answer({ id: message.id, taken: true });
});

function finish(through: Sieve): Found {
  const left = through.end();
  const reading = left === null ? tooLarge() : read(left);
  for (const part of reading.parts) {
    if (part.outcome === "refused" && part.position !== null) part.position = through.original(part.position);
  }
  return { reading, ownId: left === null ? null : ownIdOf(left) };
}

const tooLarge = (): Reading => ({
  form: "message",
  parts: [{ outcome: "refused", code: "too_large", position: null, standard: null, senderGln: null }],
});
