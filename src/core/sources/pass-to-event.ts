import { isSpace } from './bytes.ts';
import { CandidateSearch } from './candidate-search.ts';
import type { ReadLimits } from './limits.ts';
import type { Edge, Skip } from './piece.ts';

type Lost = Extract<Skip, { kind: 'event' }>;

/** Passes over text until an event begins, or one may begin that the bytes at hand do not hold to its end. */
export function passToEvent(
  bytes: Uint8Array,
  at: number,
  skip: Lost,
  edge: Edge,
  limits: Readonly<ReadLimits>,
): { found: boolean; at: number; skip: Lost } {
  const search = new CandidateSearch(bytes, edge, limits);
  let candidate = search.next(at, skip);
  while (candidate !== -1) {
    const { kind, end } = search.judge(candidate, false);
    if (kind === 'event') return { found: true, at: candidate, skip };
    if (kind === 'more') return { found: false, at: candidate, skip: lostAt(bytes, candidate, skip) };
    candidate = search.next(end, skip);
  }
  return { found: false, at: bytes.length, skip: lostAt(bytes, bytes.length, skip) };
}

/** The state of a search for the next event that goes on at `at`. */
export function lostAt(bytes: Uint8Array, at: number, before?: Lost): Lost {
  let i = at - 1;
  let fresh = false;
  for (; i >= 0 && isSpace(bytes[i]); i--) fresh ||= bytes[i] === 0x0a;
  if (i >= 0) return { kind: 'event', last: bytes[i]!, fresh };
  return { kind: 'event', last: before?.last ?? 0, fresh: fresh || (before?.fresh ?? false) };
}
