import { type Piece, type ReadState, startState } from '../sources/piece.ts';
import { prepend } from '../sources/read-pieces.ts';
import { type PieceLeft, type SavedState, saveState } from '../sources/read-state.ts';
import type { Executor } from './executor.ts';
import type { InputCut } from './cut-inputs.ts';

/** A piece as a task is given it. */
export interface PieceInput {
  /** Counted over all inputs. */
  index: number;
  /** Whether another was begun for the same index before, in a state that did not come true. */
  again: boolean;
  piece: Piece;
  /** The state in which its reader begins. */
  state: SavedState;
}

/**
 * Runs a task on each piece of the inputs, and yields the results in order. Pieces are begun before those in front of them are done,
 * in the state that their cut predicts; one that the piece before leaves in another state is done again, so that what comes out
 * does not depend on how many are under way. The executor is given back the room of a piece that nobody looks at any more. Memory:
 * one piece more than the executor runs at once, and those that are with it.
 *
 * @throws {InputError} the first in the order of the inputs
 */
export async function* eachPiece<Result extends PieceLeft>(
  cuts: AsyncIterable<InputCut>,
  { width, room }: Executor,
  run: (input: PieceInput) => Promise<Result>,
): AsyncGenerator<{ result: Result; bytes: number }> {
  const line: Waiting<Result>[] = [];
  let count = 0;
  /** What the piece before the first of the line left. */
  let left = new Uint8Array();
  let state = saveState(startState);
  /** Whether the last prediction came true. */
  let trusted = true;

  function begin({ piece, bytes }: InputCut): void {
    const index = count++;
    const predicted = trusted ? piece.start : null;
    const ahead =
      predicted === null ? undefined : run({ index, again: false, piece, state: saveState(predicted) });
    // It is looked at in its turn, and may fail long before.
    ahead?.catch(() => {});
    line.push({ index, piece, bytes, ahead });
  }

  async function settle({ index, piece, ahead }: Waiting<Result>): Promise<Result> {
    trusted = left.length === 0 && isState(piece.start, state);
    const whole = prepend(left, piece);
    if (!trusted) await ahead?.catch(() => {});
    const result = await (trusted && ahead ? ahead : run({ index, again: !trusted, piece: whole, state }));
    left = piece.last ? new Uint8Array() : whole.bytes.slice(result.rest);
    state = piece.last ? saveState(startState) : result.state;
    room.give(piece.bytes);
    return result;
  }

  async function* settleAll(most: number): AsyncGenerator<{ result: Result; bytes: number }> {
    for (let next = line[0]; next !== undefined && line.length > most; next = line[0]) {
      const result = await settle(next);
      line.shift();
      yield { result, bytes: next.bytes };
    }
  }

  const reader = cuts[Symbol.asyncIterator]();
  try {
    for (;;) {
      let cut: IteratorResult<InputCut>;
      try {
        cut = await reader.next();
      } catch (error) {
        // It comes after those of the pieces in front of it.
        yield* settleAll(0);
        throw error;
      }
      if (cut.done === true) break;
      begin(cut.value);
      yield* settleAll(width);
    }
    yield* settleAll(0);
  } finally {
    await reader.return?.();
    for (const { ahead } of line) await ahead?.catch(() => {});
  }
}

interface Waiting<Result> {
  index: number;
  piece: Piece;
  bytes: number;
  /** Its result, so long as it begins as predicted. */
  ahead: Promise<Result> | undefined;
}

function isState(predicted: ReadState | null, { inside, lines, skip }: SavedState): boolean {
  return predicted !== null && skip === null && predicted.inside === inside && predicted.lines === lines;
}
