import type { Place } from '../errors.ts';
import { isSpace } from './bytes.ts';
import type { Piece } from './piece.ts';
import type { Elements } from './piece-event.ts';
import { Scanner } from './scanner.ts';

/** Elements by their known spans: `spans[2 * i]` is where element i starts, `spans[2 * i + 1]` where it ends. */
export class KnownElements implements Elements {
  readonly #piece: Piece;
  readonly #spans: readonly number[];

  constructor(piece: Piece, spans: readonly number[]) {
    this.#piece = piece;
    this.#spans = spans;
  }

  place(index: number): Place {
    const { file, entry, offset } = this.#piece;
    return { file, entry, offset: offset + this.#spans[index * 2]! };
  }

  bytes(index: number): Uint8Array {
    return this.#piece.bytes.subarray(this.#spans[index * 2], this.#spans[index * 2 + 1]);
  }
}

/** The elements of a piece that parsed as a whole, found when the first of them is asked for. */
export class LazyElements implements Elements {
  readonly #piece: Piece;
  readonly #inside: boolean;
  #known: KnownElements | undefined;

  constructor(piece: Piece, inside: boolean) {
    this.#piece = piece;
    this.#inside = inside;
  }

  place(index: number): Place {
    return this.#find().place(index);
  }

  bytes(index: number): Uint8Array {
    return this.#find().bytes(index);
  }

  #find(): KnownElements {
    this.#known ??= new KnownElements(this.#piece, findSpans(this.#piece.bytes, this.#inside));
    return this.#known;
  }
}

/** Spans in bytes that are known to be well-formed: elements of one array, or lines. */
function findSpans(bytes: Uint8Array, inside: boolean): number[] {
  const spans: number[] = [];
  let at = 0;
  while (isSpace(bytes[at])) at++;
  if (!inside && bytes[at] === 0x5b) at++;
  for (;;) {
    while (isSpace(bytes[at]) || bytes[at] === 0x2c) at++;
    if (at >= bytes.length || bytes[at] === 0x5d) return spans;
    const end = new Scanner().run(bytes, at, bytes.length);
    spans.push(at, end);
    at = end;
  }
}
