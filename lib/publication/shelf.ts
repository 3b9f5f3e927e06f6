import type { Pressed } from "./press.ts";

const MOST_BYTES = 64 * 1024 * 1024;
const FRESH_MS = 60_000;

type Edition = { of: unknown; stale: boolean; until: number; pressed: Pressed };

/**
 * Pressed answers by their address and reader. One is printed anew when the snapshot is another or a minute has gone; what
 * nobody asks for falls out first, so that odd addresses cannot fill the memory.
 */
export class Shelf {
  readonly #editions = new Map<string, Edition>();
  readonly #most: number;
  #bytes = 0;

  constructor(mostBytes: number = MOST_BYTES) {
    this.#most = mostBytes;
  }

  /** The answer for `key` from this snapshot; `print` is called only where none is ready. */
  get(key: string, of: unknown, stale: boolean, now: number, print: () => Pressed): Pressed {
    const found = this.#editions.get(key);
    if (found) this.#remove(key, found);
    const fits = found && found.of === of && found.stale === stale && now < found.until;
    const edition = fits ? found : { of, stale, until: now + FRESH_MS, pressed: print() };
    this.#editions.set(key, edition);
    this.#bytes += edition.pressed.weight;
    for (const [oldest, old] of this.#editions) {
      if (this.#bytes <= this.#most || oldest === key) break;
      this.#remove(oldest, old);
    }
    return edition.pressed;
  }

  get size(): number {
    return this.#editions.size;
  }

  #remove(key: string, edition: Edition): void {
    this.#editions.delete(key);
    this.#bytes -= edition.pressed.weight;
  }
}
