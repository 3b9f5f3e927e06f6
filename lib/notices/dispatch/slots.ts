import { log } from "../../log.ts";

/** How many are claimed for each that is sent at once: claims are few, and what is claimed is soon sent. */
const CLAIMED_AHEAD = 10;

/** So many at once on a channel, and a few that are claimed and wait for their turn, so that no slot waits for a claim. */
export class Slots {
  readonly #size: number;
  readonly #under = new Map<string, Promise<void>>();
  readonly #wantMore: () => void;
  #queue: { id: string; work: () => Promise<void> }[] = [];
  constructor(size: number, wantMore: () => void) {
    this.#size = size;
    this.#wantMore = wantMore;
  }
  /** Whether so little waits that more should be claimed, and how much more there is room for. */
  get hungry(): boolean {
    return this.room * 2 > this.#size * CLAIMED_AHEAD;
  }
  get room(): number {
    return this.#size * CLAIMED_AHEAD - this.#queue.length;
  }
  get queued(): string[] {
    return this.#queue.map(({ id }) => id);
  }
  /** What waits here, and what is under way. */
  get known(): string[] {
    return [...this.queued, ...this.#under.keys()];
  }
  run(id: string, work: () => Promise<void>): void {
    this.#queue.push({ id, work });
    this.#fill();
  }
  /** Takes out what of these has not begun; answers which. */
  drop(ids: ReadonlySet<string>): string[] {
    const dropped = this.queued.filter((id) => ids.has(id));
    this.#queue = this.#queue.filter(({ id }) => !ids.has(id));
    return dropped;
  }
  #fill(): void {
    while (this.#under.size < this.#size) {
      const next = this.#queue.shift();
      if (!next) return;
      const running: Promise<void> = next
        .work()
        .catch(() => log.error({ event: "dispatch_failed" }))
        .finally(() => {
          this.#under.delete(next.id);
          this.#fill();
          if (this.hungry) this.#wantMore();
        });
      this.#under.set(next.id, running);
    }
  }
  /** Lets go of what waits, which is claimed anew by somebody else, and waits for what is under way. */
  end = (): Promise<unknown> => {
    this.#queue = [];
    return Promise.all(this.#under.values());
  };
}
