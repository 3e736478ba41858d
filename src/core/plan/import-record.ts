import type { Storage } from '../storage/storage.ts';
import type { CleanCounts } from '../stages/clean-counts.ts';
import type { DropCounts } from './drop-ids.ts';
import type { GenerateOptionsRecord } from './generate-record.ts';
import type { InputRecord, TransformOptions } from './options.ts';
import type { OutputRecord } from './output-record.ts';
import { countCleaned, type RunCounts } from './run-record.ts';
import type { WrittenDay } from './write-days.ts';

/** What became of everything that an import read. */
export interface ImportCounts extends Omit<RunCounts, 'sessions'> {
  /** Events whose ids were in the table before, whatever else they said. */
  already_there: number;
}

/** Whether the events of an import join those of the table or take their place. */
export type ImportMode = 'append' | 'replace';

/** How the events of an import were made, where they were generated. */
export interface GenerationNote {
  options: GenerateOptionsRecord;
  mode: ImportMode;
  /** Version of the table for which they were asked for; -1 where there was none. */
  base: number;
}

/** The content of imports/<import>.json: enough to derive the import again, and to check every file of it. */
export interface ImportRecord {
  /** Same content, options and rules: same import. */
  import: string;
  /** Version of Cartograph. */
  version: string;
  rules: number;
  finished_at: string;
  /** Version of the table that the import made. */
  table_version: number;
  inputs: InputRecord[];
  options: TransformOptions;
  generation?: GenerationNote;
  counts: ImportCounts;
  outputs: OutputRecord[];
}

/** Where the record of an import stands in the data folder. */
export function recordPath(name: string): string {
  return `imports/${name}.json`;
}

/** The record of an import; undefined where there is none. */
export async function readImport(data: Storage, name: string): Promise<ImportRecord | undefined> {
  const path = recordPath(name);
  if ((await data.stat(path)) === undefined) return undefined;
  return JSON.parse(new TextDecoder().decode(await data.read(path))) as ImportRecord;
}

/** Joins what each step counted, and checks that nothing is lost and nothing doubled. */
export function countImport(
  clean: CleanCounts,
  drops: DropCounts,
  days: readonly WrittenDay[],
): ImportCounts {
  const { read, refused, repairs } = countCleaned(clean);
  const counts: ImportCounts = {
    read,
    written: days.reduce((sum, { rows }) => sum + rows, 0),
    duplicates: drops.duplicates,
    already_there: drops.known,
    conflicts: drops.conflicts,
    ...refused,
    dates: days.length,
    ...repairs,
  };
  const { written, duplicates, already_there, conflicts, quarantined } = counts;
  if (written + duplicates + already_there + conflicts + quarantined !== read) {
    throw new Error(`Cannot import as every event must be accounted for: ${conservationOfImport(counts)}`);
  }
  return counts;
}

/** `10 read = 5 written + 1 duplicates + 2 already there + 0 conflicts + 2 quarantined`. */
export function conservationOfImport(counts: ImportCounts): string {
  const { read, written, duplicates, already_there, conflicts, quarantined } = counts;
  return (
    `${read} read = ${written} written + ${duplicates} duplicates + ${already_there} already there` +
    ` + ${conflicts} conflicts + ${quarantined} quarantined`
  );
}
