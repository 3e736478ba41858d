import type { Draws } from './draws.ts';

/** Draws items by weight. Weights are numbers of 0 or more, not all 0; only their ratios count. */
export class Lottery<T> {
  readonly items: readonly T[];
  /** Where the share of each item ends, of 2^32. */
  readonly #ends: Float64Array;

  /** @throws {RangeError} when there is nothing to draw, or no weight above 0 */
  constructor(items: readonly T[], weights: readonly number[]) {
    let total = 0;
    for (const weight of weights) total += weight;
    if (items.length !== weights.length || !(total > 0)) {
      throw new RangeError(
        `Cannot draw as every item needs a weight, one of them above 0: ${weights.length} for ${items.length}`,
      );
    }
    this.items = items;
    this.#ends = new Float64Array(weights.length);
    let sum = 0;
    weights.forEach((weight, index) => {
      sum += weight;
      this.#ends[index] = (sum / total) * 2 ** 32;
    });
    this.#ends[weights.length - 1] = 2 ** 32;
  }

  draw(draws: Draws): T {
    const at = draws.bits();
    let low = 0;
    let high = this.#ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at < this.#ends[middle]!) high = middle;
      else low = middle + 1;
    }
    return this.items[low]!;
  }
}
