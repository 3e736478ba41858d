import type { Place } from '../errors.ts';
import type { RawEvent, RawText, ReadFault } from '../raw.ts';
import { decodeText, toBase64 } from './bytes.ts';
import { exactValue } from './exact-value.ts';
import { readLimits } from './limits.ts';

/** Where the elements of a piece stand. */
export interface Elements {
  place(index: number): Place;
  bytes(index: number): Uint8Array;
}

/** An event as one of the elements of a piece: it holds on to the piece, and looks into it only when asked. */
export class PieceEvent implements RawEvent {
  readonly value: unknown;
  readonly fault: ReadFault | null;
  readonly surrogates: boolean;
  readonly #elements: Elements;
  readonly #index: number;

  constructor(
    elements: Elements,
    index: number,
    value: unknown,
    fault: ReadFault | null,
    surrogates: boolean,
  ) {
    this.value = value;
    this.fault = fault;
    this.surrogates = surrogates;
    this.#elements = elements;
    this.#index = index;
  }

  place(): Place {
    return this.#elements.place(this.#index);
  }

  text(limit: number = readLimits.headBytes): RawText {
    return rawText(this.#elements.bytes(this.#index), limit);
  }

  exact(): unknown {
    if (this.fault !== null) return undefined;
    const text = decodeText(this.#elements.bytes(this.#index));
    return text === undefined ? undefined : exactValue(text);
  }
}

/** Whether text may hold an escaped surrogate. */
export function mayHoldSurrogates(text: string): boolean {
  return text.includes('\\u') && /\\u[dD]/.test(text);
}

/** At most `limit` bytes as text, cut between characters, or as base64 where they are not UTF-8. */
export function rawText(bytes: Uint8Array, limit: number): RawText {
  const text = decodeText(bytes.subarray(0, cutPosition(bytes, limit)));
  if (text !== undefined) return { raw: text, encoding: 'utf8' };
  return { raw: toBase64(bytes.subarray(0, limit)), encoding: 'base64' };
}

/** The last position up to `limit` that lies between two characters of UTF-8. */
export function cutPosition(bytes: Uint8Array, limit: number): number {
  if (limit >= bytes.length) return bytes.length;
  let end = limit;
  while (end > 0 && limit - end < 3 && (bytes[end]! & 0xc0) === 0x80) end--;
  return end;
}
