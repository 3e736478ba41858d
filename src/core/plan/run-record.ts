import type { CleanCounts } from '../stages/clean-counts.ts';
import type { InputRecord, TransformOptions } from './options.ts';

/** A file that a run wrote. */
export interface OutputRecord {
  /** Relative to the output folder. */
  path: string;
  /** Rows or lines; null where there are none to count. */
  rows: number | null;
  bytes: number;
  sha256: string;
}

/** What became of everything that was read. */
export interface RunCounts {
  read: number;
  written: number;
  duplicates: number;
  conflicts: number;
  quarantined: number;
  /** Refused events by code. */
  quarantined_by_code: Record<string, number>;
  sessions: number;
  dates: number;
  time_from_unix: number;
  clock_disagreements: number;
  renamed: number;
  unknown_types: number;
  unknown_fields: number;
}

/** The content of run.json: enough to derive the run again, and to check every file of it. */
export interface RunRecord {
  /** Same inputs, options and rules: same run. */
  run: string;
  /** Version of Cartograph. */
  version: string;
  rules: number;
  finished_at: string;
  inputs: InputRecord[];
  options: TransformOptions;
  counts: RunCounts;
  outputs: OutputRecord[];
}

/** Joins what each stage counted, and checks that nothing is lost and nothing doubled. */
export function countRun(
  clean: CleanCounts,
  drops: { duplicates: number; conflicts: number },
  written: { rows: number; sessions: number; dates: number },
): RunCounts {
  const quarantined = Object.values(clean.refused).reduce((sum, count) => sum + count, 0);
  const counts: RunCounts = {
    read: clean.read,
    written: written.rows,
    duplicates: drops.duplicates,
    conflicts: drops.conflicts,
    quarantined,
    quarantined_by_code: Object.fromEntries(
      Object.entries(clean.refused).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    sessions: written.sessions,
    dates: written.dates,
    time_from_unix: clean.timeFromUnix,
    clock_disagreements: clean.clockDisagreements,
    renamed: clean.renamed,
    unknown_types: clean.unknownTypes,
    unknown_fields: clean.unknownFields,
  };
  const accounted = counts.written + counts.duplicates + counts.conflicts + counts.quarantined;
  if (accounted !== counts.read)
    throw new Error(`Cannot publish as every event must be accounted for: ${conservation(counts)}`);
  return counts;
}

/** `10 read = 7 written + 1 duplicates + 0 conflicts + 2 quarantined`. */
export function conservation({ read, written, duplicates, conflicts, quarantined }: RunCounts): string {
  return `${read} read = ${written} written + ${duplicates} duplicates + ${conflicts} conflicts + ${quarantined} quarantined`;
}
