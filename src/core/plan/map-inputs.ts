import { type Piece, type ReadState, startState } from '../sources/piece.ts';
import { prepend } from '../sources/read-pieces.ts';
import { type SavedState, saveState } from '../sources/read-state.ts';
import type { Executor } from './executor.ts';
import type { TransformOptions } from './options.ts';
import { pieceId, type SpilledPiece } from './pieces.ts';
import type { InputCut } from './read-inputs.ts';
import type { MappedPiece } from './tasks/map.ts';

export interface MapInputsOptions {
  options: TransformOptions;
  /** Events that pass between stages at once. */
  chunkSize: number;
  /** Is told how many bytes of the inputs and how many events are read. */
  onPiece: (bytes: number, events: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Maps all pieces of the inputs to their spills. Pieces are begun before those in front of them are done, in the state that
 * their cut predicts; one that the piece before leaves in another state is done again, so that what comes out does not depend
 * on how many are under way. The executor is given back the room of a piece that nobody looks at any more. Memory: one piece more
 * than the executor runs at once, and those that are with it.
 *
 * @throws {InputError} the first in the order of the inputs
 */
export async function mapInputs(
  cuts: AsyncIterable<InputCut>,
  executor: Executor,
  { options, chunkSize, onPiece, signal }: MapInputsOptions,
): Promise<SpilledPiece[]> {
  const summaries: SpilledPiece[] = [];
  const line: Waiting[] = [];
  let count = 0;
  let read = 0;
  /** What the piece before the first of the line left. */
  let left = new Uint8Array();
  let state = saveState(startState);
  /** Whether the last prediction came true. */
  let trusted = true;

  function map(id: string, piece: Piece, from: SavedState): Promise<MappedPiece> {
    return executor.run('map', { id, piece, state: from, options, chunkSize }, { signal });
  }

  function begin({ piece, bytes }: InputCut): void {
    const id = pieceId(count++);
    const ahead = trusted && piece.start !== null ? map(id, piece, saveState(piece.start)) : undefined;
    // It is looked at in its turn, and may fail long before.
    ahead?.catch(() => {});
    line.push({ id, piece, bytes, ahead });
  }

  async function settle({ id, piece, bytes, ahead }: Waiting): Promise<void> {
    trusted = left.length === 0 && isState(piece.start, state);
    const whole = prepend(left, piece);
    if (!trusted) await ahead?.catch(() => {});
    const mapped = await (trusted ? (ahead ?? map(id, piece, state)) : map(`${id}-again`, whole, state));
    left = piece.last ? new Uint8Array() : whole.bytes.slice(mapped.rest);
    state = piece.last ? saveState(startState) : mapped.state;
    executor.room.give(piece.bytes);
    summaries.push(mapped.summary);
    onPiece(bytes, (read += mapped.summary.counts.read));
  }

  async function settleAll(most: number): Promise<void> {
    for (let next = line[0]; next !== undefined && line.length > most; next = line[0]) {
      await settle(next);
      line.shift();
    }
  }

  try {
    for await (const cut of inOrder(cuts, () => settleAll(0))) {
      begin(cut);
      await settleAll(executor.width);
    }
    await settleAll(0);
  } finally {
    for (const { ahead } of line) await ahead?.catch(() => {});
  }
  return summaries;
}

interface Waiting {
  id: string;
  piece: Piece;
  bytes: number;
  /** Its result, so long as it begins as predicted. */
  ahead: Promise<MappedPiece> | undefined;
}

/** An error of the reader comes after those of the pieces in front of it. */
async function* inOrder(
  cuts: AsyncIterable<InputCut>,
  settle: () => Promise<void>,
): AsyncGenerator<InputCut> {
  const reader = cuts[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await reader.next().catch(async (error: unknown) => {
        await settle();
        throw error;
      });
      if (done === true) return;
      yield value;
    }
  } finally {
    await reader.return?.();
  }
}

function isState(predicted: ReadState | null, { inside, lines, skip }: SavedState): boolean {
  return predicted !== null && skip === null && predicted.inside === inside && predicted.lines === lines;
}
