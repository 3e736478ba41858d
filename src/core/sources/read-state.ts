import type { ReadState, Skip } from './piece.ts';
import { type SavedScanner, Scanner } from './scanner.ts';

/** The state of a reader as plain data, which JSON and other threads take. */
export interface SavedState {
  inside: boolean;
  lines: boolean;
  skip: Exclude<Skip, { kind: 'end' }> | { kind: 'end'; scanner: SavedScanner } | null;
}

/** A state as plain data, which stays as it is when the reader goes on. */
export function saveState({ inside, lines, skip }: ReadState): SavedState {
  if (skip?.kind !== 'end') return { inside, lines, skip: skip && { ...skip } };
  return { inside, lines, skip: { kind: 'end', scanner: skip.scanner.save() } };
}

/** The state that was saved; a reader may change it. */
export function restoreState({ inside, lines, skip }: SavedState): ReadState {
  if (skip?.kind !== 'end') return { inside, lines, skip: skip && { ...skip } };
  return { inside, lines, skip: { kind: 'end', scanner: Scanner.restore(skip.scanner) } };
}

/** Where a reader that may be elsewhere left its piece. */
export interface PieceLeft {
  /** The bytes from here on belong in front of the next piece. */
  rest: number;
  state: SavedState;
}
