/** A seeded source of numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A number from 0 to below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** One of the values, each as likely. */
  pick<T>(values: readonly T[]): T;
  chance(probability: number): boolean;
  /** `digits` hexadecimal digits, 8 at most. */
  hex(digits: number): string;
}

/** Mulberry32: 32 bits of state, good enough for test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function bits(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  function next(): number {
    return bits() / 0x1_0000_0000;
  }

  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: <T>(values: readonly T[]) => values[Math.floor(next() * values.length)] as T,
    chance: (probability) => next() < probability,
    hex: (digits) => bits().toString(16).padStart(8, '0').slice(0, digits),
  };
}

/** Eight hexadecimal digits that no other 32-bit number under the same seed has: a bijection, so ids never repeat. */
export function scrambledHex(index: number, seed: number): string {
  let mixed = (index ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
