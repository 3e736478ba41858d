import type { Arena } from '../columns/arena.ts';
import { discard, grown } from '../columns/grown.ts';

/** Slots are doubled when more than this share of them is taken. */
const LOAD = 0.6;

/**
 * Numbers 128-bit hashes 0, 1, 2 ... in the order in which they are first seen. Memory: 16 bytes a hash and 4 a slot, up to
 * 37 bytes a hash, in typed arrays, so that a table is not limited as a Map is (2^24 entries).
 */
export class HashTable {
  /** How many different hashes there are. */
  size = 0;
  #keys: Uint32Array<ArrayBuffer>;
  #slots: Uint32Array<ArrayBuffer>;
  #mask: number;

  /** @param arena where a table of as many as are expected lies */
  constructor(expected = 1024, arena?: Arena) {
    let slots = 1024;
    while (slots * LOAD < expected) slots *= 2;
    this.#slots = arena?.words(slots).fill(0) ?? new Uint32Array(slots);
    this.#mask = slots - 1;
    const keys = Math.max(1024, expected) * 4;
    this.#keys = arena?.words(keys) ?? new Uint32Array(keys);
  }

  /** The number of the hash at `hashes[at..at+3]`; a new one gets `size`, which grows. */
  add(hashes: Uint32Array, at: number): number {
    const h0 = hashes[at] as number;
    const h1 = hashes[at + 1] as number;
    const h2 = hashes[at + 2] as number;
    const h3 = hashes[at + 3] as number;
    const slot = this.#slotOf(h0, h1, h2, h3);
    const taken = this.#slots[slot] as number;
    if (taken !== 0) return taken - 1;
    const number = this.size++;
    this.#slots[slot] = number + 1;
    this.#store(number, h0, h1, h2, h3);
    if (this.size > this.#slots.length * LOAD) this.#grow();
    return number;
  }

  /** Whether the hash at `hashes[at..at+3]` has been added. */
  has(hashes: Uint32Array, at: number): boolean {
    const slot = this.#slotOf(
      hashes[at] as number,
      hashes[at + 1] as number,
      hashes[at + 2] as number,
      hashes[at + 3] as number,
    );
    return this.#slots[slot] !== 0;
  }

  /** The slot that holds a hash, or the free one that would. */
  #slotOf(h0: number, h1: number, h2: number, h3: number): number {
    const slots = this.#slots;
    const keys = this.#keys;
    let slot = h0 & this.#mask;
    for (;;) {
      const taken = slots[slot] as number;
      if (taken === 0) return slot;
      const key = (taken - 1) * 4;
      if (keys[key] === h0 && keys[key + 1] === h1 && keys[key + 2] === h2 && keys[key + 3] === h3)
        return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #store(number: number, h0: number, h1: number, h2: number, h3: number): void {
    if (number * 4 >= this.#keys.length) this.#keys = grown(this.#keys, this.#keys.length * 2);
    this.#keys[number * 4] = h0;
    this.#keys[number * 4 + 1] = h1;
    this.#keys[number * 4 + 2] = h2;
    this.#keys[number * 4 + 3] = h3;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    this.#mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = (this.#keys[number * 4] as number) & this.#mask;
      while (slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      slots[slot] = number + 1;
    }
    discard(this.#slots);
    this.#slots = slots;
  }
}
