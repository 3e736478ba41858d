import type { ReadLimits } from '../sources/limits.ts';
import type { Piece, ReadState } from '../sources/piece.ts';
import { readPiece } from '../sources/read-piece.ts';
import type { CleanOptions } from '../stages/clean.ts';
import type { Lane } from './fast/lane.ts';
import { readColumns } from './fast/read-columns.ts';
import { cleanInto, mapPiece, type PieceSummary, spillPiece } from './map-piece.ts';

/** What a piece of text came to, and where it left its reader. The spill is good until the lane's next piece. */
export interface MappedBytes {
  spill: Uint8Array;
  summary: PieceSummary;
  /** The bytes from here on belong in front of the next piece. */
  rest: number;
  state: ReadState;
}

export interface MapBytesOptions {
  chunkSize: number;
  limits: Readonly<ReadLimits>;
  /** Keeps its room for the next piece. */
  lane: Lane;
}

/**
 * Reads a piece of text and maps it: what `mapPiece` gives for the events that `readPiece` finds. Memory: the piece, and that of
 * the lane. @throws {InputError} where reading cannot go on
 */
export function mapBytes(
  piece: Piece,
  state: ReadState,
  options: CleanOptions,
  { chunkSize, limits, lane }: MapBytesOptions,
): MappedBytes {
  if (piece.form === 'quarantine') {
    const { events, rest, state: next } = readPiece(piece, state, limits);
    return { ...mapPiece(events, options, chunkSize), rest, state: next };
  }
  const { columns, room } = lane;
  room.sink.clear();
  room.arena.clear();
  const cleaned = cleanInto(columns, options);
  lane.open(piece, limits, options, (event) => cleaned.take([event]));
  const { rest, state: next } = readColumns(lane, piece, state, limits, cleaned.take);
  lane.close();
  cleaned.counts.read += lane.plain;
  cleaned.counts.kept += lane.plain;
  cleaned.counts.unknownFields += lane.unknown;
  return { ...spillPiece(columns, cleaned, room), rest, state: next };
}
