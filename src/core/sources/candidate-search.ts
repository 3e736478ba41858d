import { decodeText, isSpace, trimSpace } from './bytes.ts';
import { findMark } from './event-mark.ts';
import type { ReadLimits } from './limits.ts';
import type { Edge } from './piece.ts';
import { Scanner } from './scanner.ts';

/** Bytes of candidates looked at in one search, for each byte an element may have: what bounds nested ones. */
const BUDGET = 4;

/** Finds objects that may be elements in text that is broken. */
export class CandidateSearch {
  readonly #bytes: Uint8Array;
  readonly #edge: Edge;
  readonly #limits: Readonly<ReadLimits>;
  #budget: number;

  constructor(bytes: Uint8Array, edge: Edge, limits: Readonly<ReadLimits>) {
    this.#bytes = bytes;
    this.#edge = edge;
    this.#limits = limits;
    this.#budget = limits.elementBytes * BUDGET;
  }

  /** The next opening brace that stands where an element may begin, from `from` on; -1 when there is none. */
  next(from: number, before: { last: number; fresh: boolean } = { last: 0, fresh: false }): number {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(0x7b, from); at !== -1; at = bytes.indexOf(0x7b, at + 1)) {
      let i = at - 1;
      let fresh = false;
      for (; i >= 0 && isSpace(bytes[i]); i--) fresh ||= bytes[i] === 0x0a;
      const last = i >= 0 ? bytes[i]! : before.last;
      if (fresh || (i < 0 && before.fresh) || last === 0x2c || last === 0x7d) return at;
      if (last === 0x5b && i > 0 && bytes[trimSpace(bytes, 0, i) - 1] === 0x5d) return at;
    }
    return -1;
  }

  /** What stands at a candidate, and where to look on. An object that is no event counts as 'none' unless `any`. */
  judge(at: number, any = true): { kind: 'event' | 'object' | 'none' | 'more'; end: number } {
    const bytes = this.#bytes;
    if (this.#budget <= 0) return { kind: 'none', end: at + 1 };
    const scanner = new Scanner({ depth: this.#limits.depth });
    const end = scanner.run(bytes, at, Math.min(bytes.length, at + this.#limits.elementBytes + 1));
    this.#budget -= end - at;
    if (scanner.status === 'open' && end === bytes.length && this.#edge !== 'text')
      return { kind: 'more', end };
    if (scanner.status !== 'done') return { kind: 'none', end: at + 1 };
    if (!any && findMark(bytes, at, end) === -1) return { kind: 'none', end };
    const value = parseObject(bytes.subarray(at, end));
    if (value === undefined) return { kind: 'none', end: at + 1 };
    return { kind: Object.hasOwn(value, 'event_id') ? 'event' : 'object', end };
  }
}

function parseObject(bytes: Uint8Array): object | undefined {
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
