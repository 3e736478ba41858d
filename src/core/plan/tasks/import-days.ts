import { FIELDS } from '../../fields.ts';
import type { Storage } from '../../storage/storage.ts';
import { KeptSections } from '../kept-sections.ts';
import { once } from '../task.ts';
import type { TaskContext } from '../task-context.ts';
import { rangeOf, type WrittenDay, writeDays } from '../write-days.ts';

export interface ImportDayInput {
  /** Of the task, in the output: its manifest lives no longer than the files. */
  id: string;
  /** They rise. */
  days: readonly number[];
  /** File of the rows that are dropped. */
  drops: string;
  /** Folder of the output to write to. */
  staging: string;
  /** Begins the names of files. */
  prefix: string;
}

/** Writes the files of some dates as they were cleaned. Memory: a row group and a section, or all sections of several dates. */
export async function importDayTask(context: TaskContext, input: ImportDayInput): Promise<WrittenDay[]> {
  const { id, days, drops, staging, prefix } = input;
  const { temp, output, createHasher, lane } = context;
  async function write(): Promise<WrittenDay[]> {
    const { arena } = lane.room;
    const pieces = await context.pieces();
    const sections = new KeptSections({ pieces, temp, range: rangeOf(days), arena }, drops);
    return writeDays(days, sections, output, { staging, createHasher, fields: FIELDS, prefix });
  }
  return once(output, id, write, (written) => areStaged(output, written));
}

async function areStaged(output: Storage, days: readonly WrittenDay[]): Promise<boolean> {
  for (const { staged, bytes } of days) if ((await output.stat(staged))?.size !== bytes) return false;
  return true;
}
