import { Brackets } from './brackets.ts';
import { skipSpace, trimSpace } from './bytes.ts';
import type { CandidateSearch } from './candidate-search.ts';
import { closesArray, endsText, endsWell } from './endings.ts';
import type { EventMark } from './event-mark.ts';
import type { Edge } from './piece.ts';

/** An element of an array that is broken. */
export interface Break {
  start: number;
  /** Where it breaks. */
  at: number;
  /** The closing brackets it still wanted there, outermost first. */
  closers: Uint8Array;
  /** From where on other elements may have been mistaken for parts of it. */
  from: number;
}

/** Looks for the place where the brackets of a broken element balance and what follows fits. */
export class Balance {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #edge: Edge;
  readonly #search: CandidateSearch;
  readonly #mark: EventMark;
  readonly #brackets: Brackets;

  constructor(bytes: Uint8Array, broken: Break, edge: Edge, search: CandidateSearch, mark: EventMark) {
    this.#bytes = bytes;
    this.#start = broken.start;
    this.#edge = edge;
    this.#search = search;
    this.#mark = mark;
    this.#brackets = new Brackets(broken.at, broken.closers);
    if (broken.closers.length === 0) this.#brackets.reopen();
  }

  /** Goes on to `stop`. Returns the element's end, or -1. */
  run(stop: number): number | 'more' {
    const brackets = this.#brackets;
    for (;;) {
      const end = brackets.run(this.#bytes, stop);
      if (end === -1) return -1;
      const isClosed = brackets.at === end;
      const fits = isClosed ? this.#fits(end) : endsText(this.#bytes, end + 1, this.#edge);
      if (fits === 'more') return 'more';
      if (fits) return isClosed ? end : trimSpace(this.#bytes, this.#start, end);
      if (isClosed && !brackets.weak) brackets.reopen();
    }
  }

  /** Brackets may balance by chance, in a string taken for structure: nothing but the next element may follow. */
  #fits(end: number): boolean | 'more' {
    const bytes = this.#bytes;
    const at = skipSpace(bytes, end);
    const next = bytes[at];
    if (next === undefined && this.#brackets.weak && this.#edge !== 'text') return 'more';
    if (next === 0x2c && this.#brackets.weak) return this.#isNeighbour(skipSpace(bytes, at + 1));
    if (next === 0x7b && this.#brackets.weak) return this.#isNeighbour(at);
    if (next === 0x5d && this.#brackets.weak) return closesArray(bytes, at + 1, this.#edge);
    const isPlain = next === undefined || next === 0x2c || next === 0x5d || next === 0x7b || next === 0x5b;
    return isPlain && endsWell(bytes, this.#start, end, this.#edge);
  }

  /** Whether what follows is an element, and not an object inside the broken one, which lost a bracket before. */
  #isNeighbour(at: number): boolean | 'more' {
    if (at === this.#bytes.length) return this.#edge === 'text' ? false : 'more';
    const { kind } = this.#search.judge(at);
    if (kind === 'more') return 'more';
    return kind === 'event' || (kind === 'object' && !this.#mark.isBefore(at));
  }
}
