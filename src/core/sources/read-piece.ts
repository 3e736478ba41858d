import { type ReadLimits, readLimits } from './limits.ts';
import type { Piece, ReadState } from './piece.ts';
import { startState } from './piece.ts';
import { readQuarantine } from './quarantine.ts';
import { type PieceRead, readExact } from './read-exact.ts';
import { readFast } from './read-fast.ts';

/**
 * The elements of a piece, of which broken ones carry a fault. `state` is where the piece before left its reader; the
 * bytes from `rest` on belong in front of the next piece. @throws {InputError} where reading cannot go on
 */
export function readPiece(
  piece: Piece,
  state: ReadState = piece.start ?? startState,
  limits: Readonly<ReadLimits> = readLimits,
): PieceRead {
  const read = readFast(piece, state, limits) ?? readExact(piece, state, limits);
  return piece.form === 'quarantine' ? readQuarantine(read, limits) : read;
}
