import type { RawEvent, ReadFault } from '../raw.ts';
import { decodeText } from './bytes.ts';
import { KnownElements } from './elements.ts';
import type { ReadLimits } from './limits.ts';
import type { Piece } from './piece.ts';
import { cutPosition, mayHoldSurrogates, PieceEvent } from './piece-event.ts';

/** Gathers the elements of a piece one by one. */
export class ElementList {
  readonly events: RawEvent[] = [];
  readonly #piece: Piece;
  readonly #limits: Readonly<ReadLimits>;
  readonly #spans: number[] = [];
  readonly #elements: KnownElements;

  constructor(piece: Piece, limits: Readonly<ReadLimits>) {
    this.#piece = piece;
    this.#limits = limits;
    this.#elements = new KnownElements(piece, this.#spans);
  }

  /** Adds the element that stands from `start` to `end` and returns `end`; it is parsed unless a fault is known. */
  add(start: number, end: number, known: ReadFault | null): number {
    if (end - start > this.#limits.elementBytes) {
      this.addHead(start, known ?? 'too_large');
      return end;
    }
    const index = this.#spans.length / 2;
    this.#spans.push(start, end);
    const text = decodeText(this.#piece.bytes.subarray(start, end));
    const { value, fault } = text === undefined ? invalid : known === null ? parse(text) : { fault: known };
    const surrogates = fault === null && text !== undefined && mayHoldSurrogates(text);
    this.events.push(new PieceEvent(this.#elements, index, value, fault, surrogates));
    return end;
  }

  /** Adds an element of which only the head is kept. */
  addHead(start: number, fault: ReadFault): void {
    const bytes = this.#piece.bytes.subarray(start);
    const head = bytes.slice(0, cutPosition(bytes, this.#limits.headBytes));
    const piece = { ...this.#piece, bytes: head, offset: this.#piece.offset + start };
    const elements = new KnownElements(piece, [0, head.length]);
    this.events.push(new PieceEvent(elements, 0, undefined, fault, false));
  }
}

interface Parsed {
  value?: unknown;
  fault: ReadFault | null;
}

const invalid: Parsed = { fault: 'invalid_utf8' };

function parse(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown, fault: null };
  } catch {
    return { fault: 'malformed_json' };
  }
}
