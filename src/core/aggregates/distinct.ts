import type { Arena } from '../columns/arena.ts';
import { discard } from '../columns/grown.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

const FIRST_SLOTS = 32;

/**
 * The set of whole numbers added, exact for any number of them up to hundreds of millions, where a Set ends at 2^24.
 * Open addressing with linear probing over one Float64Array: 11 to 21 bytes a number, half as much again while it grows.
 */
export class DistinctNumbers {
  #slots = new Float64Array(FIRST_SLOTS);
  #shift = Math.clz32(FIRST_SLOTS - 1);
  #taken = 0;
  /** Zero marks an empty slot, so it cannot be in one. */
  #zero = false;

  get size(): number {
    return this.#taken + (this.#zero ? 1 : 0);
  }

  /** Adds a safe integer. @throws {RangeError} for any other number */
  add(value: number): void {
    if (value === 0) {
      this.#zero = true;
      return;
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = home(value, this.#shift);
    for (;;) {
      const held = slots[slot]!;
      if (held === value) return;
      if (held === 0) break;
      slot = (slot + 1) & mask;
    }
    if (!Number.isSafeInteger(value)) {
      throw new RangeError(`Cannot count a number as it must be a safe integer: ${value}`);
    }
    slots[slot] = value;
    this.#taken++;
    if (this.#taken * 4 > slots.length * 3) this.#resize(slots.length * 2);
  }

  merge(other: DistinctNumbers): void {
    // Numbers leave a table in the order of their hashes, which would pile them up at the start of a smaller one.
    const wanted = slotsFor(Math.max(this.#taken, other.#taken));
    if (wanted > this.#slots.length) this.#resize(wanted);
    if (other.#zero) this.#zero = true;
    for (const value of other.#slots) if (value !== 0) this.add(value);
  }

  /** All numbers, rising. */
  values(): Float64Array {
    const values = new Float64Array(this.size);
    let at = this.#zero ? 1 : 0;
    for (const value of this.#slots) if (value !== 0) values[at++] = value;
    // oxlint-disable-next-line unicorn/no-array-sort -- nobody else has it, and a copy may be large
    return values.sort();
  }

  /** Writes the sorted numbers as differences: one to three bytes a number where they lie close together. */
  encode(writer: ByteWriter): void {
    const values = this.values();
    let negative = 0;
    while (negative < values.length && values[negative]! < 0) negative++;
    writer.varint(negative);
    writer.varint(values.length - negative);
    let before = 0;
    for (let at = negative - 1; at >= 0; at--) {
      writer.varint(-values[at]! - before);
      before = -values[at]!;
    }
    before = 0;
    for (let at = negative; at < values.length; at++) {
      writer.varint(values[at]! - before);
      before = values[at]!;
    }
  }

  /** @param arena for the numbers: the set is good until it is cleared. @default room of its own */
  static decode(reader: ByteReader, arena?: Arena): DistinctNumbers {
    const set = new DistinctNumbers();
    const negative = reader.varint();
    const other = reader.varint();
    // A number takes a byte at least, whatever is said of how many there are.
    set.#resize(slotsFor(Math.min(negative + other, reader.left)), arena);
    let value = 0;
    for (let left = negative; left > 0; left--) set.add(-(value += reader.varint()));
    value = 0;
    for (let left = other; left > 0; left--) set.add((value += reader.varint()));
    return set;
  }

  #resize(length: number, arena?: Arena): void {
    const old = this.#slots;
    const slots = arena?.doubles(length).fill(0) ?? new Float64Array(length);
    const mask = length - 1;
    this.#shift = Math.clz32(mask);
    for (const value of old) {
      if (value === 0) continue;
      let slot = home(value, this.#shift);
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = value;
    }
    discard(old);
    this.#slots = slots;
  }
}

function slotsFor(count: number): number {
  let length = FIRST_SLOTS;
  while (count * 4 > length * 3) length *= 2;
  return length;
}

/**
 * Where a number wants to be: eight neighbours share a cache line, for ids are often near one another. The line comes
 * from the top bits of a hash, so a table twice as large keeps the order and growing runs through memory in order.
 */
function home(value: number, shift: number): number {
  let mixed = Math.imul(((value | 0) >>> 3) ^ Math.imul((value * 2 ** -32) | 0, 0x85ebca6b), 0x9e3779b1);
  mixed ^= mixed >>> 15;
  return ((Math.imul(mixed, 0x85ebca6b) >>> (shift + 3)) << 3) | (value & 7);
}
