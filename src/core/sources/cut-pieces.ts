import { ByteReader } from './byte-reader.ts';
import { findCut, learnKey } from './find-cut.ts';
import type { PieceRoom } from './piece-room.ts';
import type { Piece, ReadState } from './piece.ts';
import { startState } from './piece.ts';
import type { Text } from './text.ts';

/** What a piece holds when nothing else is asked for: some 9,000 events. */
export const PIECE_BYTES = 8_388_608;

export interface CutOptions {
  /**
   * The most a piece holds; usually it holds little less.
   *
   * @default 8 MiB
   */
  pieceBytes?: number;
  /**
   * Where pieces lie; who is done with one gives it back.
   *
   * @default room of its own for each
   */
  room?: PieceRoom;
}

/**
 * Cuts a text into pieces between two elements, or anywhere where no such place shows in half a piece. Where it cuts
 * depends on the text and `pieceBytes` alone. Memory: two pieces.
 */
export async function* cutPieces(
  text: Text,
  options: CutOptions = {},
): AsyncGenerator<Piece, void, undefined> {
  const { pieceBytes = PIECE_BYTES, room } = options;
  if (!Number.isInteger(pieceBytes) || pieceBytes < 1) {
    throw new RangeError(`Cannot cut pieces as pieceBytes must be a positive integer: ${pieceBytes}`);
  }
  const { file, entry, form } = text;
  const reader = new ByteReader(text.bytes);
  let { offset } = text;
  let start: ReadState | null = startState;
  let left = new Uint8Array(0);
  let key: Uint8Array | undefined;
  let isArray = false;
  try {
    for (;;) {
      // The chunks to come are to lie in the piece as they lie by themselves.
      const lead = ((await reader.peek(1)).byteOffset - left.length) & 7;
      const whole = room?.take(pieceBytes, lead) ?? new Uint8Array(pieceBytes);
      whole.set(left);
      const filled = await fill(reader, whole, left.length);
      if (offset === text.offset) {
        key = learnKey(whole.subarray(0, filled));
        isArray = filled > 0 && whole[0] === 0x5b;
      }
      if (filled < pieceBytes || (await reader.peek(1)).length === 0) {
        const bytes = whole.subarray(0, filled);
        yield { file, entry, form, offset, bytes, last: true, clean: false, start };
        return;
      }
      const cut = findCut(whole, key);
      const bytes = whole.subarray(0, cut.at);
      // Copied before the piece is handed over: its owner may transfer the bytes elsewhere.
      left = whole.slice(cut.at);
      yield { file, entry, form, offset, bytes, last: false, clean: cut.kind !== 'anywhere', start };
      offset += cut.at;
      start = cut.kind === 'anywhere' ? null : { inside: cut.kind === 'item', lines: !isArray, skip: null };
    }
  } finally {
    await reader.close();
  }
}

async function fill(reader: ByteReader, whole: Uint8Array, from: number): Promise<number> {
  let filled = from;
  while (filled < whole.length) {
    const chunk = await reader.next();
    if (chunk === undefined) break;
    const taken = chunk.subarray(0, whole.length - filled);
    whole.set(taken, filled);
    filled += taken.length;
    if (taken.length < chunk.length) reader.unread(chunk.subarray(taken.length));
  }
  return filled;
}
