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
  { temp }: TaskContext,
  { id, parts, counting }: SessionStatisticsInput,
): Promise<SessionStatistics> {
  return once(temp, id, async () => {
    const fold = sessionFold(counting, temp);
    const all = fold.create();
    for (const part of parts) await fold.merge(all, fold.decode(await temp.read(part)));
    return fold.finish(all);
  });
}
