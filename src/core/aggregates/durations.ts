import type { Arena } from '../columns/arena.ts';
import { grown } from '../columns/grown.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { moments, ratio } from './sums.ts';

/** Durations in seconds and in minutes; null where there is nothing to say. */
export interface DurationStatistics {
  averageSeconds: number | null;
  /** Exact: with an even count the mean of the two in the middle. */
  medianSeconds: number | null;
  minSeconds: number | null;
  maxSeconds: number | null;
  /** Of the sample (n - 1); null below two durations. */
  deviationSeconds: number | null;
  averageMinutes: number | null;
  medianMinutes: number | null;
  minMinutes: number | null;
  maxMinutes: number | null;
  deviationMinutes: number | null;
}

const SECOND = 1_000_000n;
const MINUTE = 60_000_000n;

/** Durations in whole microseconds, all of them kept for an exact median. Memory: 8 to 16 bytes each. */
export class Durations {
  #values = new Float64Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @throws {RangeError} unless it is a whole number from 0 to 2^53 - 1 */
  add(micros: number): void {
    if (!Number.isSafeInteger(micros) || micros < 0) {
      throw new RangeError(`Cannot count a duration as it must be whole microseconds, 0 or more: ${micros}`);
    }
    if (this.#count === this.#values.length) this.#grow(this.#count * 2);
    this.#values[this.#count++] = micros;
  }

  merge(other: Durations): void {
    if (this.#count + other.#count > this.#values.length) this.#grow(this.#count + other.#count);
    this.#values.set(other.#values.subarray(0, other.#count), this.#count);
    this.#count += other.#count;
  }

  statistics(): DurationStatistics {
    const sorted = this.#sorted();
    const count = BigInt(sorted.length);
    const { sum, squares } = moments(sorted);
    const low = BigInt(sorted[(sorted.length - 1) >> 1] ?? 0);
    const high = BigInt(sorted[sorted.length >> 1] ?? 0);
    const least = BigInt(sorted[0] ?? 0);
    const most = BigInt(sorted[sorted.length - 1] ?? 0);
    // (n * sum of squares - square of the sum) / (n * (n - 1)), the textbook's variance, safe here as it is exact.
    const spread = count * squares - sum * sum;
    const deviation = (unit: bigint): number | null => {
      const variance = ratio(spread, count * (count - 1n) * unit * unit);
      return variance === null ? null : Math.sqrt(variance);
    };
    const some = count === 0n ? 0n : 1n;
    return {
      averageSeconds: ratio(sum, count * SECOND),
      medianSeconds: ratio(low + high, some * 2n * SECOND),
      minSeconds: ratio(least, some * SECOND),
      maxSeconds: ratio(most, some * SECOND),
      deviationSeconds: deviation(SECOND),
      averageMinutes: ratio(sum, count * MINUTE),
      medianMinutes: ratio(low + high, some * 2n * MINUTE),
      minMinutes: ratio(least, some * MINUTE),
      maxMinutes: ratio(most, some * MINUTE),
      deviationMinutes: deviation(MINUTE),
    };
  }

  encode(writer: ByteWriter): void {
    const sorted = this.#sorted();
    writer.varint(sorted.length);
    let before = 0;
    for (const value of sorted) {
      writer.varint(value - before);
      before = value;
    }
  }

  /** @param arena for the durations: they are good until it is cleared. @default room of their own */
  static decode(reader: ByteReader, arena?: Arena): Durations {
    const durations = new Durations();
    const count = reader.varint();
    // A duration takes a byte at least, whatever is said of how many there are.
    const room = Math.max(64, Math.min(count, reader.left));
    durations.#values = arena?.doubles(room) ?? new Float64Array(room);
    let value = 0;
    for (let left = count; left > 0; left--) durations.add((value += reader.varint()));
    return durations;
  }

  /** Sorts in place: the order of adding means nothing. */
  #sorted(): Float64Array {
    // oxlint-disable-next-line unicorn/no-array-sort -- a copy would double the memory
    return this.#values.subarray(0, this.#count).sort();
  }

  #grow(capacity: number): void {
    this.#values = grown(this.#values, Math.max(64, capacity));
  }
}
