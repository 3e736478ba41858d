import { type FollowedSessions, followSessions } from '../follow-sessions.ts';
import type { BucketRange } from '../bucket-table.ts';
import { sessionFold, type SessionFoldOptions } from '../session-fold.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';

export interface SessionInput {
  /** Names the task. */
  id: string;
  range: BucketRange;
  /** Event records held in memory at once. */
  capacity: number;
  /** Sessions of a block of their rows at most. */
  blockRows: number;
  /** File of the rows that are dropped. */
  drops: string;
  /** Files to write: the places of events, the rows of sessions, and their part of the statistics. */
  files: { places: string; rows: string; part: string };
  counting: SessionFoldOptions;
}

/** Follows the sessions of some buckets. Memory: `capacity` records, 12 bytes an event and 120 a session of the buckets. */
export function sessionTask(context: TaskContext, input: SessionInput): Promise<FollowedSessions> {
  const { id, range, capacity, blockRows, drops, files, counting } = input;
  const { temp, lane } = context;
  return once(temp, id, async () => {
    const fold = sessionFold(counting, temp, lane.room.patterns);
    const part = fold.create();
    const followed = await followSessions(await context.pieces(), range, temp, {
      capacity,
      blockRows,
      room: lane.room.records,
      drops,
      places: files.places,
      rows: files.rows,
      onSessions: (batch) => fold.add(part, batch),
    });
    lane.room.records.release();
    await temp.write(files.part, await fold.encode(part), { durable: false });
    return followed;
  });
}
