import { joinPiece, type PlacesPart } from '../join-piece.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';

export interface JoinInput {
  /** Names the task. */
  id: string;
  piece: number;
  /** What the tasks over session buckets left for the piece. */
  parts: readonly PlacesPart[];
  /** The file to write. */
  path: string;
}

/** Brings places back to the order of a piece's rows; returns where the part of each of its dates ends. Memory: the piece. */
export function joinTask(context: TaskContext, { id, piece, parts, path }: JoinInput): Promise<number[]> {
  const { temp, lane } = context;
  return once(temp, id, async () => {
    const pieces = await context.pieces();
    return joinPiece(pieces, piece, parts, { temp, path, room: lane.room });
  });
}
