import { shareOf, type Spread } from './report.ts';

/**
 * How whole numbers of 0 and more are spread, counted in steps of `step`: the median and p90 are exact to a step below
 * `limit` steps and say `limit` beyond. Memory: 8 bytes a step, however many numbers.
 */
export class Distribution {
  readonly #steps: Float64Array;
  readonly #limit: number;
  readonly #step: number;
  #count = 0;
  #sum = 0;
  #max = 0;

  constructor(limit: number, step = 1) {
    this.#steps = new Float64Array(limit + 1);
    this.#limit = limit;
    this.#step = step;
  }

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    this.#steps[Math.min(this.#limit, Math.floor(value / this.#step))]!++;
    this.#count++;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
  }

  /** Numbers of `from` steps and more, but less than `to`. */
  between(from: number, to = Infinity): number {
    let count = 0;
    for (let at = from; at < Math.min(to, this.#steps.length); at++) count += this.#steps[at]!;
    return count;
  }

  /** The figures in units of so many steps. */
  spread(unit: number): Spread {
    const count = this.#count;
    if (count === 0) return { mean: null, median: null, p90: null, max: null };
    const median = (this.#ranked(Math.ceil(count / 2)) + this.#ranked(Math.floor(count / 2) + 1)) / 2;
    return {
      mean: shareOf(this.#sum, count * this.#step * unit),
      median: median / unit,
      p90: this.#ranked(Math.ceil((count * 9) / 10)) / unit,
      max: this.#max / (this.#step * unit),
    };
  }

  /** The number of a rank, 1 for the smallest, in steps. */
  #ranked(rank: number): number {
    let below = 0;
    let at = 0;
    while (at < this.#limit && below + this.#steps[at]! < rank) below += this.#steps[at++]!;
    return at;
  }
}
