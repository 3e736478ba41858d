import { grown } from '../columns/grown.ts';
import { BUCKETS, total } from './records.ts';

/** A run of neighbouring buckets, `to` exclusive. */
export interface BucketRange {
  from: number;
  to: number;
}

const FIRST_PIECES = 64;

/** How much each piece has in each bucket. Memory: 256 bytes a piece, where lists of numbers would be many times that. */
export class BucketTable {
  #pieces: number;
  /** Of each piece, what it has in a bucket and those before it. */
  #ends: Uint32Array<ArrayBuffer>;

  /** @param ends of another table @default none */
  constructor(ends?: Uint32Array<ArrayBuffer>) {
    this.#pieces = ends === undefined ? 0 : ends.length / BUCKETS;
    this.#ends = ends ?? new Uint32Array(FIRST_PIECES * BUCKETS);
  }

  /** What the next piece has in each bucket. */
  push(counts: readonly number[]): void {
    let at = this.#pieces++ * BUCKETS;
    if (at === this.#ends.length) this.#ends = grown(this.#ends, at * 2);
    let end = 0;
    for (const count of counts) this.#ends[at++] = end += count;
  }

  /** What a piece has before a bucket. */
  before(piece: number, bucket: number): number {
    return bucket === 0 ? 0 : (this.#ends[piece * BUCKETS + bucket - 1] as number);
  }

  /** What a piece has in some buckets. */
  within(piece: number, { from, to }: BucketRange): number {
    return this.before(piece, to) - this.before(piece, from);
  }

  /** What all pieces have in some buckets. */
  sum(range: BucketRange): number {
    let sum = 0;
    for (let piece = 0; piece < this.#pieces; piece++) sum += this.within(piece, range);
    return sum;
  }

  /** For another table: a view. */
  ends(): Uint32Array<ArrayBuffer> {
    return this.#ends.subarray(0, this.#pieces * BUCKETS);
  }
}

/** Cuts the buckets into runs of at most `budget` records each, as far as single buckets allow, and about alike for each of `width`. */
export function groupBuckets(table: BucketTable, budget: number, width = 1): BucketRange[] {
  const sums = Array.from({ length: BUCKETS }, (_, from) => table.sum({ from, to: from + 1 }));
  const all = total(sums);
  const share = all / (Math.max(1, Math.ceil(all / budget / width)) * width);
  const groups: BucketRange[] = [];
  let from = 0;
  let records = 0;
  let before = 0;
  sums.forEach((count, bucket) => {
    const isFull = records + count > budget || before + count / 2 > share * (groups.length + 1);
    if (records > 0 && isFull) {
      groups.push({ from, to: bucket });
      from = bucket;
      records = 0;
    }
    records += count;
    before += count;
  });
  groups.push({ from, to: BUCKETS });
  return groups;
}
