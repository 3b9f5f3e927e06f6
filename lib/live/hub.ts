import { BusyError } from "../errors.ts";
import { counters } from "../health/counters.ts";
import { danishDay } from "../time/danish.ts";
import { addPayload, type Changes, concerns, isEmpty, noChanges } from "./changes.ts";
import { listenToLedger } from "./listen.ts";
import { type Listener, type Rights, rightsOf } from "./sql.ts";

/** Streams are told at most this often, so that a page shows new data within a second and a busy ledger costs no more. */
const EVERY_MS = 600;
const PING_MS = 15_000;
const RETRY_MS = 1_000;
/** As long as it takes, at most, from reading a page to listening for its changes. */
const RECENT_MS = 5_000;
const MAX_STREAMS = 5_000;

export type StreamEvent = "changed" | "ping" | "closed";
type Stream = { listener: Listener; rights: Rights; send: (event: StreamEvent) => void; end: () => void };

/** One per process: the open streams, what has changed since they were told, and the one connection that hears of it. */
export class Hub {
  readonly #streams = new Set<Stream>();
  #changes: Changes = noChanges();
  #recent: { at: number; changes: Changes }[] = [];
  #toldAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #stop: (() => Promise<void>) | undefined;

  /** Opens a stream for a listener; `send` gets its events, `end` is called when the rights have ended. Answers how to close it. */
  async open(listener: Listener, send: Stream["send"], end: Stream["end"]): Promise<() => void> {
    if (this.#streams.size >= MAX_STREAMS) throw new BusyError(30);
    this.#start();
    const [rights] = await rightsOf([listener], danishDay(Date.now()));
    // One listener in, one row out; without it nothing may be heard.
    const stream: Stream = {
      listener,
      rights: rights ?? { inForce: false, installations: [], senders: [] },
      send,
      end,
    };
    this.#streams.add(stream);
    // The page was read a moment ago; what changed since then it has not heard of.
    if (this.#recent.some(({ at, changes }) => at > Date.now() - RECENT_MS && concerns(changes, stream.rights)))
      this.#say(stream, "changed");
    counters().openStreams = this.#streams.size;
    return () => this.#remove(stream);
  }

  /** Ends every stream and stops listening. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#ping);
    for (const stream of [...this.#streams]) this.#finish(stream);
    await this.#stop?.();
    this.#stop = undefined;
  }

  #start(): void {
    if (this.#stop) return;
    this.#stop = listenToLedger(
      (payload) => this.#heard(payload),
      () => {
        this.#changes.all = true;
        this.#schedule(EVERY_MS);
      },
    );
    this.#ping = setInterval(() => void this.#pingAll(), PING_MS);
    this.#ping.unref();
  }

  #heard(payload: string): void {
    addPayload(this.#changes, payload);
    this.#schedule(EVERY_MS);
  }

  #schedule(every: number): void {
    this.#timer ??= setTimeout(() => void this.#tell(), Math.max(0, this.#toldAt + every - Date.now()));
  }

  async #tell(): Promise<void> {
    const changes = this.#changes;
    this.#changes = noChanges();
    this.#toldAt = Date.now();
    this.#recent = [...this.#recent, { at: this.#toldAt, changes }].filter(({ at }) => at > this.#toldAt - RECENT_MS);
    try {
      // Who is not concerned by what was known of their rights costs no question; who is, is asked about anew.
      if ([...this.#streams].some((stream) => concerns(changes, stream.rights))) {
        await this.#renewRights();
        for (const stream of [...this.#streams]) if (concerns(changes, stream.rights)) this.#say(stream, "changed");
      }
      this.#timer = undefined;
    } catch {
      // Nobody is told anything while rights cannot be asked for; what changed is kept for the next try.
      this.#changes.all = true;
      this.#timer = setTimeout(() => void this.#tell(), RETRY_MS);
      return;
    }
    if (!isEmpty(this.#changes)) this.#schedule(EVERY_MS);
  }

  async #pingAll(): Promise<void> {
    if (this.#streams.size === 0) return;
    await this.#renewRights().catch(() => {});
    for (const stream of [...this.#streams]) this.#say(stream, "ping");
  }

  /** Asks once about everybody who listens, and ends the streams whose rights have ended. */
  async #renewRights(): Promise<void> {
    const streams = [...this.#streams];
    const keyOf = ({ listener }: Stream) => `${listener.personId}.${listener.organisationId}.${listener.role}`;
    const distinct = [...new Map(streams.map((stream) => [keyOf(stream), stream.listener]))];
    const answers = await rightsOf(
      distinct.map(([, listener]) => listener),
      danishDay(Date.now()),
    );
    const rights = new Map(distinct.map(([key], index) => [key, answers[index]]));
    for (const stream of streams) {
      const now = rights.get(keyOf(stream));
      if (now?.inForce) stream.rights = now;
      else this.#finish(stream);
    }
  }

  /** A reader that cannot be told is dropped: it must not keep those after it from hearing. */
  #say(stream: Stream, event: StreamEvent): void {
    try {
      stream.send(event);
    } catch {
      this.#remove(stream);
    }
  }

  #finish(stream: Stream): void {
    this.#say(stream, "closed");
    this.#remove(stream);
    stream.end();
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream);
    counters().openStreams = this.#streams.size;
  }
}

const KEY = Symbol.for("kvitteringsoverblik.hub");
const shared = globalThis as typeof globalThis & { [KEY]?: Hub };

/** The process's hub. Bundles of one process share it, so it hangs on the global object. */
export function hub(): Hub {
  shared[KEY] ??= new Hub();
  return shared[KEY];
}
