import { Brackets } from './brackets.ts';
import { decodeText, skipSpace, trimSpace } from './bytes.ts';
import { CandidateSearch } from './candidate-search.ts';
import type { ReadLimits } from './limits.ts';
import type { Edge } from './piece.ts';
import { Scanner } from './scanner.ts';

/** How far brackets may take to balance before any object that parses is taken for the next element. */
export const BALANCE_BYTES = 1_048_576;

/** An element of an array that is broken. */
export interface Break {
  start: number;
  /** Where it breaks. */
  at: number;
  /** The closing brackets it still wanted there, outermost first. */
  closers: Uint8Array;
  /** From where on other elements may have been mistaken for parts of it. */
  from: number;
}

/** Whether a value may end where it ends. No when a key or a closing brace follows: then it was closed too early. */
export function endsWell(bytes: Uint8Array, start: number, end: number, edge: Edge): boolean | 'more' {
  const at = skipSpace(bytes, end);
  if (at === bytes.length) return edge === 'cut' ? 'more' : true;
  if (bytes[at] === 0x7d || bytes[at] === 0x3a) return false;
  const key = keyAt(bytes, bytes[at] === 0x2c ? skipSpace(bytes, at + 1) : at, edge);
  if (key === 'more') return 'more';
  // The same key again is a neighbour that lost its opening brace.
  return key === undefined || key === keyAt(bytes, skipSpace(bytes, start + 1), edge);
}

/** Whether the `]` before `at` closes the array. Not when a key or a closing brace follows: it belongs to something lost. */
export function closesArray(bytes: Uint8Array, at: number, edge: Edge): boolean | 'more' {
  const next = skipSpace(bytes, at);
  if (next === bytes.length) return edge === 'cut' ? 'more' : true;
  if (bytes[next] === 0x7d || bytes[next] === 0x3a) return false;
  if (bytes[next] !== 0x2c) return true;
  const key = keyAt(bytes, skipSpace(bytes, next + 1), edge);
  return key === 'more' ? key : key === undefined;
}

/** The key of a member that begins at `at`, quotes and all, where one does. */
function keyAt(bytes: Uint8Array, at: number, edge: Edge): string | undefined {
  if (bytes[at] !== 0x22) return at >= bytes.length && edge === 'cut' ? 'more' : undefined;
  const scanner = new Scanner();
  const end = scanner.run(bytes, at, bytes.length);
  const colon = skipSpace(bytes, end);
  if (scanner.status === 'open' || colon === bytes.length) return edge === 'cut' ? 'more' : undefined;
  return bytes[colon] === 0x3a ? decodeText(bytes.subarray(at, end)) : undefined;
}

/**
 * Where a broken element of an array ends: at the next event (an object with an own `event_id`), or before that where
 * its brackets balance; when they do not for long and it is no event itself, at the next object that parses. 'more' when
 * that depends on bytes to come, 'never' when the text ends and nothing is found.
 */
export function findEnd(
  bytes: Uint8Array,
  broken: Break,
  edge: Edge,
  limits: Readonly<ReadLimits>,
): number | 'more' | 'never' {
  const brackets = new Brackets(broken.at, broken.closers);
  if (broken.closers.length === 0) brackets.reopen();
  const search = new CandidateSearch(bytes, edge, limits);
  const patience = broken.at + BALANCE_BYTES;
  let fallback = -1;
  let from = broken.from;
  for (;;) {
    const candidate = search.next(from);
    const stop = candidate === -1 ? bytes.length : candidate;
    const balanced = balance(
      brackets,
      bytes,
      broken.start,
      fallback === -1 ? stop : Math.min(stop, patience),
      edge,
    );
    if (balanced === 'more') return 'more';
    if (balanced !== -1) return balanced;
    if (fallback !== -1 && stop >= patience) return trimBack(bytes, broken.start, fallback);
    if (candidate === -1) break;
    const { kind, end } = search.judge(candidate);
    if (kind === 'more') return 'more';
    if (kind === 'event') return trimBack(bytes, broken.start, candidate);
    if (kind === 'object' && fallback === -1 && !isEvent(bytes, broken.start, candidate)) {
      fallback = candidate;
    }
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

function balance(
  brackets: Brackets,
  bytes: Uint8Array,
  start: number,
  stop: number,
  edge: Edge,
): number | 'more' {
  for (;;) {
    const end = brackets.run(bytes, stop);
    if (end === -1) return -1;
    const isClosed = brackets.at === end;
    const well = isClosed ? endsBalanced(bytes, start, end, edge) : endsText(bytes, end + 1, edge);
    if (well === 'more') return 'more';
    if (well) return isClosed ? end : trimSpace(bytes, start, end);
    if (isClosed) brackets.reopen();
  }
}

/** Brackets may balance by chance, in a string taken for structure: nothing but the next element may follow. */
function endsBalanced(bytes: Uint8Array, start: number, end: number, edge: Edge): boolean | 'more' {
  const next = bytes[skipSpace(bytes, end)];
  const isPlain = next === undefined || next === 0x2c || next === 0x5d || next === 0x7b || next === 0x5b;
  return isPlain && endsWell(bytes, start, end, edge);
}

/** Whether a `]` that nothing in the element opened ends the array: nothing, or something new, must follow. */
function endsText(bytes: Uint8Array, at: number, edge: Edge): boolean | 'more' {
  const next = skipSpace(bytes, at);
  if (next === bytes.length) return edge === 'cut' ? 'more' : true;
  return bytes[next] === 0x5b || bytes[next] === 0x7b;
}

/** The end of what stands before a candidate, without the comma between them. */
function trimBack(bytes: Uint8Array, start: number, candidate: number): number {
  const end = trimSpace(bytes, start, candidate);
  return bytes[end - 1] === 0x2c && end - 1 > start ? trimSpace(bytes, start, end - 1) : end;
}

function isEvent(bytes: Uint8Array, start: number, end: number): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(start, end)).includes('"event_id"');
}
