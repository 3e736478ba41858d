import type { CleanCounts } from '../stages/clean-counts.ts';
import type { InputRecord, TransformOptions } from './options.ts';
import type { OutputRecord } from './output-record.ts';
import type { Shuffled } from './shuffle.ts';

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

/** What cleaning counted over all pieces, split as records show it. */
export function countCleaned(clean: CleanCounts) {
  const refused = Object.entries(clean.refused).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    read: clean.read,
    refused: {
      quarantined: refused.reduce((sum, [, count]) => sum + count, 0),
      quarantined_by_code: Object.fromEntries(refused),
    },
    repairs: {
      time_from_unix: clean.timeFromUnix,
      clock_disagreements: clean.clockDisagreements,
      renamed: clean.renamed,
      unknown_types: clean.unknownTypes,
      unknown_fields: clean.unknownFields,
    },
  };
}

/** Joins what each step counted, and checks that nothing is lost and nothing doubled. */
export function countRun(clean: CleanCounts, { drops, days, sessionStatistics }: Shuffled): RunCounts {
  const { read, refused, repairs } = countCleaned(clean);
  const counts: RunCounts = {
    read,
    written: days.reduce((sum, { rows }) => sum + rows, 0),
    duplicates: drops.duplicates,
    conflicts: drops.conflicts,
    ...refused,
    sessions: sessionStatistics.sessions,
    dates: days.length,
    ...repairs,
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
