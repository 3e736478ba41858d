import { hashWords, sameBytes } from '../../columns/word-hash.ts';
import { padded, type Texts } from './texts.ts';

/**
 * Numbers the texts of several columns 0, 1, 2 ..., the same ones alike, by an open-addressed table; a text stays where it first
 * stood. Memory: 20 to 28 bytes a text of a column, and the columns' texts.
 */
export class TextNumbers {
  /** How many different texts there are. */
  count = 0;
  readonly #columns: readonly Texts[];
  /** Where the text of a number stands first. */
  readonly #column: Uint32Array;
  readonly #code: Uint32Array;
  readonly #hashes: Int32Array;
  /** One more than the numbers. */
  readonly #slots: Uint32Array;

  /** Texts are numbered by `add`, column by column. */
  constructor(columns: readonly Texts[]) {
    const most = columns.reduce((sum, { size }) => sum + size, 0);
    let slots = 16;
    while (slots < most * 1.5) slots *= 2;
    this.#columns = columns;
    this.#column = new Uint32Array(most);
    this.#code = new Uint32Array(most);
    this.#hashes = new Int32Array(most);
    this.#slots = new Uint32Array(slots);
  }

  /** Numbers the texts of a column; the answer is by code. */
  add(column: number): Uint32Array {
    const texts = this.#columns[column] as Texts;
    const { view, size } = texts;
    const numbers = new Uint32Array(size + 1);
    for (let code = 1; code <= size; code++) {
      const [start, end] = [texts.start(code), texts.end(code)];
      const hash = hashWords(view, start, end);
      const slot = this.#slotOf(view, start, end - start, hash);
      let taken = this.#slots[slot] as number;
      if (taken === 0) {
        taken = this.#slots[slot] = this.count + 1;
        this.#column[this.count] = column;
        this.#code[this.count] = code;
        this.#hashes[this.count++] = hash;
      }
      numbers[code] = taken - 1;
    }
    return numbers;
  }

  text(number: number): string {
    const texts = this.#columns[this.#column[number] as number] as Texts;
    return texts.at(this.#code[number] as number) as string;
  }

  /** Undefined for a text that is none of them. */
  numberOf(text: string): number | undefined {
    const { view, length } = padded(text);
    const taken = this.#slots[this.#slotOf(view, 0, length, hashWords(view, 0, length))] as number;
    return taken === 0 ? undefined : taken - 1;
  }

  /** The slot that a text has, or the free one that it would have. */
  #slotOf(view: DataView, start: number, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = slots[slot] as number;
      if (taken === 0) return slot;
      if (this.#hashes[taken - 1] !== hash) continue;
      const texts = this.#columns[this.#column[taken - 1] as number] as Texts;
      const code = this.#code[taken - 1] as number;
      const from = texts.start(code);
      if (texts.end(code) - from === length && sameBytes(view, start, texts.view, from, length)) return slot;
    }
  }
}
