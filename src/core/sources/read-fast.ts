import { decodeText, skipSpace, trimSpace } from './bytes.ts';
import { countBrackets, isDeep } from './depth.ts';
import { LazyElements } from './elements.ts';
import type { ReadLimits } from './limits.ts';
import type { Piece, ReadState } from './piece.ts';
import { mayHoldSurrogates, PieceEvent } from './piece-event.ts';
import type { PieceRead } from './read-exact.ts';

/**
 * Reads a piece by one call to JSON.parse, or gives up with undefined. That it parses shows that it was cut between two
 * elements, and that all of them are well-formed.
 */
export function readFast(
  piece: Piece,
  state: ReadState,
  limits: Readonly<ReadLimits>,
): PieceRead | undefined {
  const { bytes } = piece;
  if (state.skip !== null || !(piece.last || piece.clean) || bytes.length > limits.elementBytes)
    return undefined;
  const start = skipSpace(bytes, 0);
  const end = trimSpace(bytes, start, bytes.length);
  if (start === end) return undefined;
  const isArray = state.inside || bytes[start] === 0x5b;
  const closes = bytes[end - 1] === 0x5d;
  if (isArray && (piece.last ? !closes : bytes[end - 1] !== 0x2c)) return undefined;
  if (!isArray && bytes[start] !== 0x7b) return undefined;

  const body = bytes.subarray(start, isArray && !closes ? end - 1 : end);
  const lines = isArray ? undefined : joinLines(body);
  if (!isArray && lines === undefined) return undefined;
  const text = decodeText(lines?.joined ?? body);
  if (text === undefined) return undefined;
  const values = lines ? parseLines(text, lines.count) : parseItems(text, state.inside, closes);
  if (values === undefined) return undefined;
  const elements = new LazyElements(piece, state.inside);
  const surrogates = mayHoldSurrogates(text);
  // Of each element one opening bracket is its own; a deep one has as many more as there are levels below.
  const deepest = values.filter(isContainer).length + limits.depth;
  const mayBeDeep = countBrackets(text, deepest) >= deepest;
  // Values would not do, as a key that comes twice hides the first of its values.
  const outer = isArray && !state.inside ? 1 : 0;
  if (mayBeDeep && isDeep(text, limits.depth + outer)) return undefined;
  const events = values.map((value, i) => new PieceEvent(elements, i, value, null, surrogates));
  const inside = isArray && !closes;
  return { events, rest: bytes.length, state: { inside, lines: state.lines || !isArray, skip: null } };
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function parseItems(text: string, inside: boolean, closes: boolean): unknown[] | undefined {
  return parse(`${inside ? '[' : ''}${text}${closes ? '' : ']'}`);
}

/**
 * The lines with a comma between them, where each of them ends and begins with a brace. The newlines stay, so that one in a
 * string still is none that JSON allows.
 */
function joinLines(bytes: Uint8Array): { joined: Uint8Array; count: number } | undefined {
  const ends: number[] = [];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[trimSpace(bytes, 0, at) - 1] !== 0x7d || bytes[skipSpace(bytes, at)] !== 0x7b) return undefined;
    ends.push(at + 1);
  }
  const joined = new Uint8Array(bytes.length + ends.length);
  let start = 0;
  ends.forEach((end, i) => {
    joined.set(bytes.subarray(start, end), start + i);
    joined[end + i] = 0x2c;
    start = end;
  });
  joined.set(bytes.subarray(start), start + ends.length);
  return { joined, count: ends.length + 1 };
}

function parseLines(text: string, count: number): unknown[] | undefined {
  const values = parse(`[${text}]`);
  // Lines that are arrays hold events; lines that only parse together are no lines.
  return values?.length === count && !values.some(Array.isArray) ? values : undefined;
}

function parse(text: string): unknown[] | undefined {
  try {
    return JSON.parse(text) as unknown[];
  } catch {
    return undefined;
  }
}
