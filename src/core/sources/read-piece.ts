import type { RawEvent } from '../raw.ts';
import { findCut, learnKey } from './find-cut.ts';
import { type ReadLimits, readLimits } from './limits.ts';
import { type Piece, type ReadState, startState } from './piece.ts';
import { readQuarantine } from './quarantine.ts';
import { type PieceRead, readExact } from './read-exact.ts';
import { readFast } from './read-fast.ts';

/** A run is parsed at once. Large ones cost more in garbage collection, small ones more in calls. */
export const RUN_BYTES = 131_072;
/** What is parsed at once around something broken. */
export const CAREFUL_BYTES = 8_192;

/**
 * The elements of a piece, of which broken ones carry a fault. `state` is where the piece before left its reader; the
 * bytes from `rest` on belong in front of the next piece.
 *
 * @throws {InputError} where reading cannot go on
 */
export function readPiece(
  piece: Piece,
  state: ReadState = piece.start ?? startState,
  limits: Readonly<ReadLimits> = readLimits,
): PieceRead {
  const read = readRuns(piece, state, limits);
  return piece.form === 'quarantine' ? readQuarantine(read, limits) : read;
}

function readRuns(piece: Piece, before: ReadState, limits: Readonly<ReadLimits>): PieceRead {
  const key = learnKey(piece.bytes);
  const events: RawEvent[] = [];
  let state = before;
  let start = 0;
  let end = 0;
  let size = RUN_BYTES;
  while (end < piece.bytes.length) {
    // Twice what is left over, so that a long element is not looked at again for every run it goes through.
    const run = cutRun(piece, start, Math.max(size, (end - start) * 2), key);
    const runEnd = start + run.bytes.length;
    const isFresh = start === end && state.skip === null;
    let read = isFresh ? readFast(run, state, limits) : undefined;
    size = read === undefined ? CAREFUL_BYTES : Math.min(RUN_BYTES, size * 2);
    if (read === undefined) {
      // Once broken, likely broken again: only a small part goes element by element, the next runs grow with success.
      if (isFresh && run.bytes.length > CAREFUL_BYTES) continue;
      read = readExact(run, state, limits);
    }
    for (const event of read.events) events.push(event);
    ({ state } = read);
    start += read.rest;
    end = runEnd;
  }
  return { events, rest: start, state };
}

/** What is read at once from a place on: up to `size` bytes, cut between two elements where that can be seen. */
export function cutRun(piece: Piece, start: number, size: number, key: Uint8Array | undefined): Piece {
  const { bytes, offset } = piece;
  const at = { ...piece, offset: offset + start };
  if (start + size >= bytes.length) return { ...at, bytes: bytes.subarray(start) };
  const cut = findCut(bytes.subarray(start, start + size), key);
  return {
    ...at,
    bytes: bytes.subarray(start, start + cut.at),
    last: false,
    clean: cut.kind !== 'anywhere',
  };
}
