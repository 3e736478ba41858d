import { grown } from '../columns/grown.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { rank, type Count } from './ranking.ts';

/** Counts by a small whole number that grow as needed. Dense below 4,096, so that one rare large index costs one entry. */
export class Counts {
  #dense = new Float64Array(16);
  #sparse: Map<number, number> | null = null;

  add(index: number, count: number): void {
    if (index < this.#dense.length) this.#dense[index]! += count;
    else this.#addBeyond(index, count);
  }

  *[Symbol.iterator](): Generator<[index: number, count: number]> {
    for (const [index, count] of this.#dense.entries()) if (count > 0) yield [index, count];
    if (this.#sparse !== null) yield* this.#sparse;
  }

  #addBeyond(index: number, count: number): void {
    if (index < 4096) {
      this.#dense = grown(this.#dense, Math.max(this.#dense.length * 2, 2 ** (32 - Math.clz32(index))));
      this.#dense[index]! += count;
    } else {
      this.#sparse ??= new Map();
      this.#sparse.set(index, (this.#sparse.get(index) ?? 0) + count);
    }
  }
}

/** Numbers names 0, 1, 2 ... as they turn up. Memory: the distinct names. */
export class NameIndex {
  readonly names: string[] = [];
  readonly #indices = new Map<string, number>();
  #lastName: string | undefined;
  #lastIndex = 0;

  of(name: string): number {
    if (name === this.#lastName) return this.#lastIndex;
    let index = this.#indices.get(name);
    if (index === undefined) {
      index = this.names.length;
      this.names.push(name);
      this.#indices.set(name, index);
    }
    this.#lastName = name;
    this.#lastIndex = index;
    return index;
  }
}

/** Counts by name. Memory: the distinct names. */
export class Tally {
  readonly #index = new NameIndex();
  readonly #counts = new Counts();

  add(name: string, count = 1): void {
    this.#counts.add(this.#index.of(name), count);
  }

  merge(other: Tally): void {
    for (const { name, count } of other.#all()) this.add(name, count);
  }

  ranked(): Count[] {
    return rank([...this.#all()]);
  }

  encode(writer: ByteWriter): void {
    encodeCounts(writer, this.ranked());
  }

  static decode(reader: ByteReader): Tally {
    const tally = new Tally();
    for (const { name, count } of decodeCounts(reader)) tally.add(name, count);
    return tally;
  }

  *#all(): Generator<Count> {
    for (const [index, count] of this.#counts) yield { name: this.#index.names[index]!, count };
  }
}

/** Writes counts in the order given. */
export function encodeCounts(writer: ByteWriter, counts: readonly Count[]): void {
  writer.varint(counts.length);
  for (const { name, count } of counts) {
    writer.text(name);
    writer.varint(count);
  }
}

/** The counts that `encodeCounts` was given. */
export function* decodeCounts(reader: ByteReader): Generator<Count> {
  for (let left = reader.varint(); left > 0; left--) yield { name: reader.text(), count: reader.varint() };
}
