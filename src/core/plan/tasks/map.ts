import { readLimits } from '../../sources/limits.ts';
import type { Piece } from '../../sources/piece.ts';
import { type PieceLeft, restoreState, type SavedState, saveState } from '../../sources/read-state.ts';
import { mapBytes } from '../map-bytes.ts';
import { cleanOptions, type TransformOptions } from '../options.ts';
import type { SpilledPiece } from '../piece-index.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';

export interface MapInput {
  /** Names the task; its spill stands beside its manifest. */
  id: string;
  piece: Piece;
  /** The state in which its reader begins. */
  state: SavedState;
  options: TransformOptions;
  /** Events that pass between stages at once. */
  chunkSize: number;
}

/** A piece that is spilled, and where it left its reader. */
export interface MappedPiece extends PieceLeft {
  summary: SpilledPiece;
}

/** Reads a piece of text, cleans it and spills it. Memory: the piece. @throws {InputError} where reading cannot go on */
export function mapTask({ temp, lane }: TaskContext, input: MapInput): Promise<MappedPiece> {
  const { id, piece, state, options, chunkSize } = input;
  return once(temp, id, async () => {
    const limits = readLimits;
    const mapping = { chunkSize, limits, lane };
    const mapped = mapBytes(piece, restoreState(state), cleanOptions(options), mapping);
    const spill = `${id}.spill`;
    await temp.write(spill, mapped.spill, { durable: false });
    return { summary: { ...mapped.summary, spill }, rest: mapped.rest, state: saveState(mapped.state) };
  });
}
