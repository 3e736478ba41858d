import { decodeText, skipSpace } from './bytes.ts';
import type { Edge } from './piece.ts';
import { Scanner } from './scanner.ts';

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

/** Whether a `]` that nothing in a broken element opened ends the array: nothing, or a text on a new line, must follow. */
export function endsText(bytes: Uint8Array, at: number, edge: Edge): boolean | 'more' {
  const next = skipSpace(bytes, at);
  if (next === bytes.length) return edge === 'text' ? true : 'more';
  return (bytes[next] === 0x5b || bytes[next] === 0x7b) && bytes.subarray(at, next).includes(0x0a);
}
