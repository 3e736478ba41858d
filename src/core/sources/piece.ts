import type { Scanner } from './scanner.ts';
import type { Form } from './text.ts';

/** Where a reader stands between two elements. */
export interface ReadState {
  /** Whether in an array. */
  readonly inside: boolean;
  /** Whether objects have stood outside arrays: from then on a line is an element, whatever it holds. */
  readonly lines: boolean;
  /** Set while the rest of an element is passed over that is not kept. */
  readonly skip: Skip | null;
}

/** What is looked for in an element that is too large to keep. */
export type Skip =
  /** Its end, as long as it is well-formed. */
  | { kind: 'end'; scanner: Scanner }
  /** The next line. */
  | { kind: 'line' }
  /** The next event; `last` is the last byte that is no white space, `fresh` whether a line began since. */
  | { kind: 'event'; last: number; fresh: boolean };

/** How every text begins. */
export const startState: ReadState = { inside: false, lines: false, skip: null };

/** A stretch of a text. */
export interface Piece {
  file: string;
  entry: string | null;
  form: Form;
  /** Of its first byte in the decompressed text. */
  offset: number;
  bytes: Uint8Array;
  /** Whether the text ends with it. */
  last: boolean;
  /** Whether an object begins right after it. If not, its last element may go on in the next piece. */
  clean: boolean;
  /** The state its reader will be in, so long as all pieces before were read without a rest; null where nobody can say. */
  start: ReadState | null;
}

/** What the end of a piece means: the end of the text, the start of an object, or nothing. */
export type Edge = 'text' | 'object' | 'cut';

/** How a piece ends. */
export function edgeOf(piece: Piece): Edge {
  if (piece.last) return 'text';
  return piece.clean ? 'object' : 'cut';
}
