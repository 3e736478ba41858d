import { type DropCounts, dropIds } from '../drop-ids.ts';
import type { BucketRange } from '../bucket-table.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';

export interface IdInput {
  /** Names the task. */
  id: string;
  range: BucketRange;
  /** The file to write: the rows that are dropped. */
  path: string;
}

/** Judges the ids of some buckets. Memory: 45 bytes an id of the buckets, and their records in one piece. */
export function idTask(context: TaskContext, { id, range, path }: IdInput): Promise<DropCounts> {
  const { temp, lane } = context;
  const { records } = lane.room;
  return once(temp, id, async () => {
    const counts = await dropIds(await context.pieces(), range, temp, { path, room: records });
    records.release();
    return counts;
  });
}
