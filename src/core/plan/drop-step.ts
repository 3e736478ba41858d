import type { HashTable } from '../hash/hash-table.ts';
import type { Storage } from '../storage/storage.ts';
import { groupBuckets } from './bucket-table.ts';
import { type DropCounts, dropIds } from './drop-ids.ts';
import { joinDrops } from './join-drops.ts';
import type { Executor } from './executor.ts';
import type { Budgets } from './options.ts';
import type { Pieces } from './pieces.ts';
import { runTasks } from './run-tasks.ts';
import { once } from './task.ts';

/** What the judging of ids works with. */
export interface DropContext {
  temp: Storage;
  executor: Executor;
  budgets: Budgets;
  onTask: (step: 'ids', done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

export interface DropOptions {
  /** Where the tasks leave their files. @default 'ids' */
  folder?: string;
  /**
   * Ids that are dropped at their first sight, whatever their events. With them the step stays where they are, as they may be
   * more than can be handed on.
   *
   * @default none
   */
  known?: HashTable;
}

/**
 * Finds the rows of all pieces whose ids came before, bucket by bucket, and joins their marks in one file. Memory: what
 * `budgets.ids` gives, and a byte a row.
 */
export async function dropStep(
  pieces: Pieces,
  { temp, executor, budgets, onTask, signal }: DropContext,
  { folder = 'ids', known }: DropOptions = {},
): Promise<{ drops: DropCounts; path: string }> {
  const groups = groupBuckets(pieces.index.ids, budgets.ids, executor.width);
  const inputs = groups.map((range) => {
    const id = `${folder}/${range.from}-${range.to}-by-piece`;
    return { id, range, path: `${id}.drops` };
  });
  const progress = (done: number, total: number): void => onTask('ids', done, total);
  const counts: DropCounts[] = [];
  if (known === undefined || known.size === 0) {
    counts.push(...(await runTasks(executor, 'ids', inputs, { onTask: progress, signal })));
  } else {
    for (const [i, { id, range, path }] of inputs.entries()) {
      signal?.throwIfAborted();
      progress(i, inputs.length);
      counts.push(await once(temp, id, () => dropIds(pieces, range, temp, { path, known })));
    }
    progress(inputs.length, inputs.length);
  }
  const path = `${folder}/all.drops`;
  const paths = inputs.map((input) => input.path);
  await once(temp, `${folder}/all`, () => joinDrops(pieces, paths, temp, path));
  return { drops: sum(counts), path };
}

function sum(counts: readonly DropCounts[]): DropCounts {
  const drops: DropCounts = { duplicates: 0, conflicts: 0, known: 0 };
  for (const { duplicates, conflicts, known } of counts) {
    drops.duplicates += duplicates;
    drops.conflicts += conflicts;
    drops.known += known;
  }
  return drops;
}
