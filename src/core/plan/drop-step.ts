import type { HashTable } from '../hash/hash-table.ts';
import type { Storage } from '../storage/storage.ts';
import { type DropCounts, dropIds, joinDrops } from './drop-ids.ts';
import type { Budgets } from './options.ts';
import { groupBuckets, type Pieces } from './pieces.ts';
import { once } from './task.ts';

/** What the judging of ids works with. */
export interface DropContext {
  temp: Storage;
  budgets: Budgets;
  onTask: (step: 'ids', done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

export interface DropOptions {
  /** Where the tasks leave their files. @default 'ids' */
  folder?: string;
  /** Ids that are dropped at their first sight, whatever their events. @default none */
  known?: HashTable;
}

/**
 * Finds the rows of all pieces whose ids came before, bucket by bucket, and joins their marks in one file. Memory: what
 * `budgets.ids` gives, and a byte a row.
 */
export async function dropStep(
  pieces: Pieces,
  { temp, budgets, onTask, signal }: DropContext,
  { folder = 'ids', known }: DropOptions = {},
): Promise<{ drops: DropCounts; path: string }> {
  const groups = groupBuckets(
    pieces.summaries.map(({ ids }) => ids.counts),
    budgets.ids,
  );
  const drops: DropCounts = { duplicates: 0, conflicts: 0, known: 0 };
  const paths: string[] = [];
  for (const [i, range] of groups.entries()) {
    signal?.throwIfAborted();
    onTask('ids', i, groups.length);
    const id = `${folder}/${range.from}-${range.to}`;
    const path = `${id}.drops`;
    const counts = await once(temp, id, () => dropIds(pieces, range, temp, path, known));
    drops.duplicates += counts.duplicates;
    drops.conflicts += counts.conflicts;
    drops.known += counts.known;
    paths.push(path);
    onTask('ids', i + 1, groups.length);
  }
  const path = `${folder}/all.drops`;
  await once(temp, `${folder}/all`, () => joinDrops(pieces, paths, temp, path));
  return { drops, path };
}
