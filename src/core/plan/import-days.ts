import { importStaging } from './events-table.ts';
import type { Executor } from './executor.ts';
import type { Budgets } from './options.ts';
import type { Pieces } from './pieces.ts';
import { runTasks } from './run-tasks.ts';
import { groupDays, rangeOf, type WrittenDay } from './write-days.ts';

export interface ImportDaysOptions {
  /** Of the import. */
  name: string;
  /** Of its transaction. */
  transaction: number;
  /** Says against what the ids were judged; dates that were written after another judgement are written again. */
  judged: string;
  /** File of the rows that are dropped. */
  drops: string;
  executor: Executor;
  budgets: Budgets;
  onTask: (step: 'days', done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/** Stages the dates of an import, some a task. */
export async function writeImportDays(pieces: Pieces, options: ImportDaysOptions): Promise<WrittenDay[]> {
  const { name, transaction, judged, drops, executor, budgets, onTask, signal } = options;
  const staging = importStaging(name);
  const prefix = prefixOf(name, transaction);
  const inputs = groupDays(pieces.rowsByDay(), budgets.dayRows).map((days) => {
    const { first, last } = rangeOf(days);
    const id = `${staging}/days/${judged}/${transaction}/${first}-${last}`;
    return { id, days, drops, staging, prefix };
  });
  const progress = (done: number, total: number): void => onTask('days', done, total);
  const written = await runTasks(executor, 'importDays', inputs, { onTask: progress, signal });
  return written.flat();
}

/**
 * Two imports never share a file, so that one that is undone takes nothing from the other; nor do two transactions of an import,
 * as versions of the table from before the later one have the files of the earlier one.
 */
function prefixOf(name: string, transaction: number): string {
  const own = `part-${name.slice(0, 16)}`;
  return transaction === 1 ? own : `${own}-${transaction}`;
}
