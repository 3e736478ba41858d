import { FIELDS } from '../fields.ts';
import type { Storage } from '../storage/storage.ts';
import { importStaging } from './events-table.ts';
import type { Hasher } from './hashing.ts';
import { KeptSections } from './kept-sections.ts';
import type { Budgets } from './options.ts';
import type { Pieces } from './pieces.ts';
import { once } from './task.ts';
import { groupDays, rangeOf, type WrittenDay, writeDays } from './write-days.ts';

export interface ImportDaysOptions {
  data: Storage;
  /** Of the import. */
  name: string;
  /** Of its transaction. */
  transaction: number;
  /** Says against what the ids were judged; dates that were written after another judgement are written again. */
  judged: string;
  /** File of the rows that are dropped. */
  dropsPath: string;
  temp: Storage;
  budgets: Budgets;
  createHasher: () => Hasher;
  onTask: (step: 'days', done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/** Stages the dates of an import, some a task. The manifests of the tasks are staged as well, as they live no longer than the files. */
export async function writeImportDays(pieces: Pieces, options: ImportDaysOptions): Promise<WrittenDay[]> {
  const { data, name, transaction, judged, dropsPath, temp, budgets } = options;
  const { createHasher, onTask, signal } = options;
  const staging = importStaging(name);
  const prefix = prefixOf(name, transaction);
  const groups = groupDays(pieces.rowsByDay(), budgets.dayRows);
  const days: WrittenDay[] = [];
  for (const [i, group] of groups.entries()) {
    signal?.throwIfAborted();
    onTask('days', i, groups.length);
    const range = rangeOf(group);
    const write = (): Promise<WrittenDay[]> =>
      writeDays(group, new KeptSections(pieces, dropsPath, temp, range), data, {
        staging,
        createHasher,
        fields: FIELDS,
        prefix,
      });
    const id = `${staging}/days/${judged}/${transaction}/${range.first}-${range.last}`;
    days.push(...(await once(data, id, write, (written) => areStaged(data, written))));
    onTask('days', i + 1, groups.length);
  }
  return days;
}

/**
 * Two imports never share a file, so that one that is undone takes nothing from the other; nor do two transactions of an import,
 * as versions of the table from before the later one have the files of the earlier one.
 */
function prefixOf(name: string, transaction: number): string {
  const own = `part-${name.slice(0, 16)}`;
  return transaction === 1 ? own : `${own}-${transaction}`;
}

async function areStaged(data: Storage, days: readonly WrittenDay[]): Promise<boolean> {
  for (const { staged, bytes } of days) if ((await data.stat(staged))?.size !== bytes) return false;
  return true;
}
