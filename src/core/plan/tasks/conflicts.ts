import { readLimits } from '../../sources/limits.ts';
import type { Piece } from '../../sources/piece.ts';
import { type PieceLeft, restoreState, type SavedState, saveState } from '../../sources/read-state.ts';
import { conflictLines } from '../conflict-lines.ts';
import { readDrops } from '../join-drops.ts';
import { cleanOptions, type TransformOptions } from '../options.ts';
import type { TaskContext } from '../task-context.ts';

export interface ConflictInput {
  /** Counted over all inputs. */
  index: number;
  piece: Piece;
  /** The state in which its reader begins. */
  state: SavedState;
  /** File of the rows that are dropped. */
  drops: string;
  options: TransformOptions;
}

/** The lines of a piece, and where it left its reader. */
export interface ConflictsRead extends PieceLeft {
  lines: string;
}

/** Reads a piece again for the text of its conflicts. Memory: the piece. @throws {InputError} where reading cannot go on */
export async function conflictTask(context: TaskContext, input: ConflictInput): Promise<ConflictsRead> {
  const { index, piece, state, drops: path, options } = input;
  const { temp, lane } = context;
  const drops = await readDrops(await context.pieces(), index, temp, path);
  const reading = { limits: readLimits, lane, drops };
  const read = conflictLines(piece, restoreState(state), cleanOptions(options), reading);
  return { ...read, state: saveState(read.state) };
}
