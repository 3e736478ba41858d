import { mix, type RandomKey } from '../../random/draws.ts';

/** Names things of a run by their numbers, 0 to 2^32 - 1: 20 hexadecimal digits, of which no two of a run have the first 8 alike. */
export class Ids {
  readonly #words: readonly [number, number, number];

  /** `kind` sets ids of sessions apart from those of events under the same key. */
  constructor([a, b, c, d]: RandomKey, kind: number) {
    this.#words = [mix(a + kind), mix(b ^ mix(d + kind)), mix(c ^ mix(kind))];
  }

  hex(number: number): string {
    const [a, b, c] = this.#words;
    const first = mix(number ^ a);
    const second = mix(mix(number + b) ^ c);
    const third = mix(second + b);
    return `${hex8(first)}${hex8(second)}${hex4(third >>> 16)}`;
  }
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex8(word: number): string {
  return hex4(word >>> 16) + hex4(word & 0xffff);
}

function hex4(half: number): string {
  return DIGITS[half >>> 8]! + DIGITS[half & 0xff]!;
}
