import { sessionFile } from '../session-file.ts';
import { mergeSessionRuns } from '../merge-sessions.ts';
import { type StagedFile, stageIn } from '../side-files.ts';
import { once } from '../task.ts';
import type { TaskContext } from '../task-context.ts';

export interface SessionFileInput {
  /** Names the task. */
  id: string;
  /** Rows of sessions as the tasks over their buckets have left them, and where those of each batch end. */
  runs: readonly { path: string; ends: readonly number[] }[];
  /** Sessions of a block at most. */
  blockRows: number;
  /** Sessions. */
  rows: number;
  /** Folder of the output to write to. */
  staging: string;
}

/** Stages session_metrics.parquet. Memory: a row group; of a long journey three times its text. */
export function sessionFileTask(context: TaskContext, input: SessionFileInput): Promise<StagedFile> {
  const { id, runs, blockRows, rows, staging } = input;
  const { temp, output, createHasher } = context;
  return once(temp, id, async () => {
    const { types } = (await context.pieces()).index;
    const sessions = mergeSessionRuns(runs, temp, blockRows);
    return stageIn(output, staging, createHasher)(
      'session_metrics.parquet',
      rows,
      sessionFile(sessions, types.list),
    );
  });
}
