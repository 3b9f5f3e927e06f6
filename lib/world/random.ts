/** Chance that is the same on every run: a stream of numbers that depends on its name only (sfc32). */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private turn: number;

  constructor(name: string) {
    this.a = hash(name, 1779033703) | 0;
    this.b = hash(name, 3144134277) | 0;
    this.c = hash(name, 1013904242) | 0;
    this.turn = 1;
    for (let i = 0; i < 12; i += 1) this.word();
  }

  private word(): number {
    const out = (this.a + this.b + this.turn) | 0;
    this.turn = (this.turn + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    return this.word() / 4_294_967_296;
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }
  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.next() * list.length)];
    if (picked === undefined) throw new RangeError("Nothing to pick from");
    return picked;
  }
  /** An index, as often as its share of the weights, given as running totals. */
  index(runningTotals: readonly number[]): number {
    const wanted = this.next() * (runningTotals.at(-1) ?? 0);
    let [low, high] = [0, runningTotals.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runningTotals[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  /** A delay: half are below the median, and few are far above it. */
  delay(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.round(median * Math.exp(spread * normal));
  }
  uuid(): string {
    const hex = [0, 0, 0, 0].map(() => this.word().toString(16).padStart(8, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

export const runningTotals = (weights: readonly number[]): number[] => {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
};

/** A fixed number in [0, 1) for a name, e.g. how hard an outage hits a municipality. */
export const shareOf = (name: string): number => hash(name, 2654435769) / 4_294_967_296;

function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 597399067);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 2246822507);
  return (h ^ (h >>> 13)) >>> 0;
}
