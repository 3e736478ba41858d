import type { ReadLimits } from '../sources/limits.ts';
import type { Piece, ReadState } from '../sources/piece.ts';
import { readPiece } from '../sources/read-piece.ts';
import type { CleanOptions } from '../stages/clean.ts';
import { mapPiece, type PieceSummary } from './map-piece.ts';

/** What a piece of text came to, and where it left its reader. */
export interface MappedBytes {
  spill: Uint8Array;
  summary: PieceSummary;
  /** The bytes from here on belong in front of the next piece. */
  rest: number;
  state: ReadState;
}

/** Reads a piece of text and maps it. Memory: the piece. @throws {InputError} where reading cannot go on */
export function mapBytes(
  piece: Piece,
  state: ReadState,
  options: CleanOptions,
  { chunkSize, limits }: { chunkSize: number; limits: Readonly<ReadLimits> },
): MappedBytes {
  const { events, rest, state: next } = readPiece(piece, state, limits);
  return { ...mapPiece(events, options, chunkSize), rest, state: next };
}
