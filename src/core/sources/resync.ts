import { Balance, type Break } from './balance.ts';
import { trimSpace } from './bytes.ts';
import { CandidateSearch } from './candidate-search.ts';
import { EventMark } from './event-mark.ts';
import type { ReadLimits } from './limits.ts';
import type { Edge } from './piece.ts';
import { Siblings } from './sibling.ts';

/** How far brackets may take to balance before any object that parses is taken for the next element. */
export const BALANCE_BYTES = 1_048_576;

/**
 * Where a broken element of an array ends: at the next event (an object with an own `event_id`, what begins on a new line
 * just as the element does, or an object on the next line where the element has one line), or before that where its brackets balance; when they do not for long and it is no event itself, at the next object that parses. 'more' when
 * that depends on bytes to come, 'never' when the text ends and nothing is found.
 */
export function findEnd(
  bytes: Uint8Array,
  broken: Break,
  edge: Edge,
  limits: Readonly<ReadLimits>,
): number | 'more' | 'never' {
  const search = new CandidateSearch(bytes, edge, limits);
  const siblings = new Siblings(bytes, broken.start);
  const mark = new EventMark(bytes, broken.start);
  const balance = new Balance(bytes, broken, edge, search, mark);
  const patience = broken.at + BALANCE_BYTES;
  let fallback = -1;
  let from = broken.from;
  for (;;) {
    const candidate = search.next(from);
    const stop = candidate === -1 ? bytes.length : candidate;
    const balanced = balance.run(fallback === -1 ? stop : Math.min(stop, patience));
    if (balanced === 'more') return 'more';
    if (balanced !== -1) return balanced;
    if (fallback !== -1 && stop >= patience) return trimBack(bytes, broken.start, fallback);
    if (candidate === -1) break;
    const isSibling = siblings.has(candidate);
    if (isSibling === true) return trimBack(bytes, broken.start, candidate);
    if (isSibling === 'more' && edge !== 'text') return 'more';
    const isNextLine = siblings.isNextLine(candidate);
    const any = isNextLine || (fallback === -1 && !mark.isBefore(candidate));
    const { kind, end } = search.judge(candidate, any);
    if (kind === 'more') return 'more';
    if (kind === 'event' || (kind === 'object' && isNextLine))
      return trimBack(bytes, broken.start, candidate);
    if (kind === 'object' && fallback === -1 && !mark.isBefore(candidate)) fallback = candidate;
    from = end;
  }
  if (edge !== 'text') return 'more';
  if (fallback !== -1) return trimBack(bytes, broken.start, fallback);
  return lastBracket(bytes, broken.start) ?? 'never';
}

/** Where the text ends in a `]`: the array's, whatever is open before it. */
export function lastBracket(bytes: Uint8Array, start: number): number | undefined {
  const end = trimSpace(bytes, start, bytes.length);
  return end > start + 1 && bytes[end - 1] === 0x5d ? trimSpace(bytes, start, end - 1) : undefined;
}

/** The end of what stands before a candidate, without the comma between them. */
function trimBack(bytes: Uint8Array, start: number, candidate: number): number {
  const end = trimSpace(bytes, start, candidate);
  return bytes[end - 1] === 0x2c && end - 1 > start ? trimSpace(bytes, start, end - 1) : end;
}
