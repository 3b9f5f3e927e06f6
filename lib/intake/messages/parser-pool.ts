import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { BusyError, TooLargeError } from "../../errors.ts";
import { describeError, log } from "../../log.ts";
import type { Reading, RefusalCode } from "../../medcom/shapes.ts";
import type { FromThread, ToThread } from "./parser-thread.ts";

/** What stands in a message, and its own id where that shows. */
export type Found = { reading: Reading; ownId: string | null };
/** That, with how many bytes it came as and their SHA-256 in hex. */
export type Read = Found & { size: number; digest: string };

/** 100 MB is what MedCom allows (GOV 030); an envelope makes a third more of it. */
export const MAX_RAW_BYTES = 140 * 1024 * 1024;
const READ_WITHIN_MS = 5_000;
const CHUNKS_AHEAD = 4;
const THREAD_MEMORY_MB = 256;
const RETRY_SECONDS = 2;
// Bundled code has no place of its own on disk; the product always runs in its own folder.
const THREAD = join(process.cwd(), "lib/intake/messages/parser-thread.ts");

type Waiting = {
  taken: () => void;
  done: (found: Found) => void;
  failed: (error: Error) => void;
  /** Counts up in the order in which messages were whole; 0 while more of it is to come. */
  whole: number;
};
type Thread = { worker: Worker; waiting: Map<number, Waiting> };

/**
 * Threads that read messages, so that a hostile one holds nobody else up. One that reads for too long, or outgrows its
 * memory, is ended: the message it was reading is refused, and others on the same thread are asked to come again.
 */
export function parserPool(size = Math.max(1, Math.min(4, availableParallelism() - 1)), readWithinMs = READ_WITHIN_MS) {
  const threads: Thread[] = [];
  let lastId = 0;
  let lastWhole = 0;

  function start(): Thread {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB } });
    const thread: Thread = { worker, waiting: new Map() };
    worker.unref();
    worker.on("message", (message: FromThread) => {
      const waiting = thread.waiting.get(message.id);
      if ("taken" in message) waiting?.taken();
      else waiting?.done(message.read);
    });
    const gone = (why: RefusalCode) => {
      if (threads.includes(thread)) threads.splice(threads.indexOf(thread), 1);
      const all = [...thread.waiting.values()];
      const read = all.filter(({ whole }) => whole > 0).sort((a, b) => a.whole - b.whole)[0];
      for (const one of all) one === read ? one.done(unreadable(why)) : one.failed(new BusyError(RETRY_SECONDS));
      thread.waiting.clear();
    };
    worker.on("error", (error: Error & { code?: string }) => {
      const outgrown = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      if (!outgrown) log.error({ event: "parser_failed", error: describeError(error) });
      gone(outgrown ? "too_large" : "unreadable");
    });
    worker.on("exit", () => gone("too_slow"));
    threads.push(thread);
    return thread;
  }

  const quietest = (): Thread => {
    if (threads.length < size) return start();
    const [first, ...others] = threads;
    return others.reduce((best, one) => (one.waiting.size < best.waiting.size ? one : best), first ?? start());
  };

  /** Reads one message as it arrives. Throws TooLargeError, BusyError, and what `bytes` throws. */
  async function parse(bytes: AsyncIterable<Uint8Array>): Promise<Read> {
    const thread = quietest();
    thread.worker.ref();
    lastId += 1;
    const id = lastId;
    const say = (message: ToThread, transfer: ArrayBuffer[] = []) => thread.worker.postMessage(message, transfer);
    let ahead = 0;
    let size = 0;
    const hash = createHash("sha256");
    let room: (() => void) | undefined;
    const found = new Promise<Found>((resolve, reject) => {
      thread.waiting.set(id, {
        taken: () => {
          ahead -= 1;
          room?.();
        },
        done: resolve,
        failed: reject,
        whole: 0,
      });
    });
    // Somebody waits for it below, unless the bytes themselves fail first.
    found.catch(() => undefined);
    let limit: NodeJS.Timeout | undefined;
    try {
      for await (const chunk of bytes) {
        size += chunk.byteLength;
        if (size > MAX_RAW_BYTES) throw new TooLargeError();
        if (!thread.waiting.has(id)) break;
        hash.update(chunk);
        const own = new Uint8Array(chunk);
        say({ id, chunk: own }, [own.buffer]);
        ahead += 1;
        if (ahead >= CHUNKS_AHEAD) {
          await Promise.race([
            found,
            new Promise<void>((resolve) => {
              room = resolve;
            }),
          ]);
        }
      }
      lastWhole += 1;
      const waiting = thread.waiting.get(id);
      if (waiting) waiting.whole = lastWhole;
      say({ id, end: true });
      limit = setTimeout(() => void thread.worker.terminate(), readWithinMs);
      return { ...(await found), size, digest: hash.digest("hex") };
    } finally {
      clearTimeout(limit);
      thread.waiting.delete(id);
      say({ id, forget: true });
      // An idle thread keeps no process alive.
      if (thread.waiting.size === 0) thread.worker.unref();
    }
  }

  return { parse, end: () => Promise.all(threads.map(({ worker }) => worker.terminate())) };
}
export type ParserPool = ReturnType<typeof parserPool>;

const unreadable = (code: RefusalCode): Found => ({
  reading: { form: "message", parts: [{ outcome: "refused", code, position: null, standard: null, senderGln: null }] },
  ownId: null,
});
