import type { SessionStatistics } from '../../aggregates/sessions.ts';
import { sessionFold, type SessionFoldOptions } from '../session-fold.ts';
import type { TaskContext } from '../task-context.ts';
import { once } from '../task.ts';

export interface SessionStatisticsInput {
  /** Names the task. */
  id: string;
  /** What the tasks over session buckets have left of them. */
  parts: readonly string[];
  counting: SessionFoldOptions;
}

/** Puts the parts of the session statistics together. Memory: `patternBytes` of patterns, 8 bytes a session. */
export function sessionStatisticsTask(
  { temp, lane }: TaskContext,
  { id, parts, counting }: SessionStatisticsInput,
): Promise<SessionStatistics> {
  return once(temp, id, async () => {
    const { arena, patterns } = lane.room;
    const fold = sessionFold(counting, temp);
    const parted = sessionFold(counting, temp, patterns);
    const all = fold.create();
    for (const part of parts) {
      arena.clear();
      await fold.merge(all, parted.decode(await temp.read(part, undefined, { arena }), arena));
    }
    return fold.finish(all);
  });
}
