import type { RawEvent } from '../../raw.ts';
import { learnKey } from '../../sources/find-cut.ts';
import type { ReadLimits } from '../../sources/limits.ts';
import type { Piece, ReadState } from '../../sources/piece.ts';
import { readExact } from '../../sources/read-exact.ts';
import { readFast } from '../../sources/read-fast.ts';
import { CAREFUL_BYTES, cutRun, RUN_BYTES } from '../../sources/read-piece.ts';
import type { Lane } from './lane.ts';

/**
 * Reads a piece by the lane that was opened on it, and around what the lane does not pass as `readPiece` does; `take` is given,
 * in their turn, the elements that were read that way. Returns what `readPiece` says of rest and state.
 *
 * @throws {InputError} where reading cannot go on
 */
export function readColumns(
  lane: Lane,
  piece: Piece,
  before: ReadState,
  limits: Readonly<ReadLimits>,
  take: (events: readonly RawEvent[]) => void,
): { rest: number; state: ReadState } {
  const key = learnKey(piece.bytes);
  const { length } = piece.bytes;
  let state = before;
  let start = 0;
  let end = 0;
  let size = CAREFUL_BYTES;
  while (end < length) {
    const isFresh = start === end && state.skip === null;
    if (isFresh) {
      const passed = lane.run(start, state);
      if (passed.at > start) size = CAREFUL_BYTES;
      start = end = passed.at;
      ({ state } = passed);
      if (end === length) break;
    }
    const run = cutRun(piece, start, Math.max(size, (end - start) * 2), key);
    const runEnd = start + run.bytes.length;
    let read = isFresh ? readFast(run, state, limits) : undefined;
    size = read === undefined ? CAREFUL_BYTES : Math.min(RUN_BYTES, size * 2);
    if (read === undefined) {
      if (isFresh && run.bytes.length > CAREFUL_BYTES) continue;
      read = readExact(run, state, limits);
    }
    take(read.events);
    ({ state } = read);
    start += read.rest;
    end = runEnd;
  }
  return { rest: start, state };
}
