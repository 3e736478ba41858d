/** Something with a place in time; `rank` decides between equal times, and no two have both alike. */
export interface Timed {
  at: number;
  rank: number;
}

/** Puts in order of time what comes nearly in order. Memory: what is held, in buckets of `width` microseconds. */
export class TimeQueue<T extends Timed> {
  readonly #buckets = new Map<number, T[]>();
  readonly #width: number;
  #next = -Infinity;

  constructor(width: number) {
    this.#width = width;
  }

  push(item: T): void {
    const slot = Math.floor(item.at / this.#width);
    const bucket = this.#buckets.get(slot);
    if (bucket === undefined) this.#buckets.set(slot, [item]);
    else bucket.push(item);
  }

  /** Takes, in order, what lies in buckets that end by a time, once nothing from before it can come. */
  *takeUntil(time: number): Generator<T[], void, undefined> {
    const end = Math.floor(time / this.#width);
    if (end <= this.#next) return;
    this.#next = end;
    const slots = [...this.#buckets.keys()].filter((slot) => slot < end);
    for (const slot of slots.toSorted((a, b) => a - b)) {
      const bucket = this.#buckets.get(slot)!;
      this.#buckets.delete(slot);
      yield bucket.toSorted((a, b) => a.at - b.at || a.rank - b.rank);
    }
  }
}
