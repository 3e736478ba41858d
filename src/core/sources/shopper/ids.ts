import { mix, type RandomKey } from '../../random/draws.ts';

/** Names things of a run by their numbers, 0 to 2^32 - 1: 20 hexadecimal digits, of which no two of a run have the first 8 alike. */
export class Ids {
  readonly #words: readonly [number, number, number];
  readonly #id = new Int32Array(3);

  /** `kind` sets ids of sessions apart from those of events under the same key. */
  constructor([a, b, c, d]: RandomKey, kind: number) {
    this.#words = [mix(a + kind), mix(b ^ mix(d + kind)), mix(c ^ mix(kind))];
  }

  /** The name of a thing as words of 8, 8 and 4 digits, until the next one is asked for. */
  words(number: number): Int32Array {
    const words = this.#words;
    const id = this.#id;
    const second = mix(mix(number + words[1]) ^ words[2]);
    id[0] = mix(number ^ words[0]);
    id[1] = second;
    id[2] = mix(second + words[1]) >>> 16;
    return id;
  }

  hex(number: number): string {
    const [first = 0, second = 0, third = 0] = this.words(number);
    return `${hex8(first)}${hex8(second)}${hex4(third)}`;
  }
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex8(word: number): string {
  return hex4(word >>> 16) + hex4(word & 0xffff);
}

function hex4(half: number): string {
  return DIGITS[half >>> 8]! + DIGITS[half & 0xff]!;
}
