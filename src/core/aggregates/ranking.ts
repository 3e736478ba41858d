import { Heap } from './heap.ts';

/** How often a name occurred. */
export interface Count {
  name: string;
  count: number;
}

/** The order of every ranking: count falling, then name rising by UTF-16 code units. */
export function compareCounts(a: Count, b: Count): number {
  return b.count - a.count || compareNames(a.name, b.name);
}

/** Code unit order, the same in every locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A copy in ranking order. */
export function rank<T extends Count>(counts: readonly T[]): T[] {
  return counts.toSorted(compareCounts);
}

/** The first `limit` of any number of counts in ranking order. Memory: `limit` counts. */
export class TopCounts {
  readonly #limit: number;
  readonly #worstFirst = new Heap<Count>((a, b) => compareCounts(a, b) > 0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a count may be among the first; spares the caller making the name of one that cannot. */
  admits(count: number): boolean {
    return this.#worstFirst.size < this.#limit || count >= (this.#worstFirst.first?.count ?? Infinity);
  }

  add(name: string, count: number): void {
    this.#worstFirst.push({ name, count });
    if (this.#worstFirst.size > this.#limit) this.#worstFirst.pop();
  }

  /** The counts kept, in ranking order. */
  ranked(): Count[] {
    return rank(this.#worstFirst.items());
  }
}
