import { joinBytes } from './bytes.ts';
import { type CutOptions, cutPieces } from './cut-pieces.ts';
import type { Input } from './input.ts';
import { readLimits } from './limits.ts';
import { type OpenOptions, openTexts } from './open-texts.ts';
import { type Piece, startState } from './piece.ts';
import type { PieceRead } from './read-exact.ts';
import { readPiece } from './read-piece.ts';

export interface ReadOptions extends OpenOptions, CutOptions {}

/** Reads an input piece by piece, in order; what a piece leaves goes in front of the next one. @throws {InputError} */
export async function* readPieces(
  input: Input,
  options: ReadOptions = {},
): AsyncGenerator<PieceRead, void, undefined> {
  const limits = { ...readLimits, ...options.limits };
  for await (const text of openTexts(input, options)) {
    let left = new Uint8Array(0);
    let state = startState;
    for await (const piece of cutPieces(text, options)) {
      options.signal?.throwIfAborted();
      const whole = prepend(left, piece);
      const read = readPiece(whole, state, limits);
      left = whole.bytes.slice(read.rest);
      ({ state } = read);
      yield read;
    }
  }
}

/** The pieces of an input, in order, none of them read yet. @throws {InputError} */
export async function* cutInput(
  input: Input,
  options: ReadOptions = {},
): AsyncGenerator<Piece, void, undefined> {
  for await (const text of openTexts(input, options)) yield* cutPieces(text, options);
}

/** A piece with what the one before it left. */
export function prepend(left: Uint8Array, piece: Piece): Piece {
  if (left.length === 0) return piece;
  return { ...piece, bytes: joinBytes([left, piece.bytes]), offset: piece.offset - left.length };
}
