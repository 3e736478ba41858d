import type { Report } from '../aggregates/report.ts';
import type { Storage } from '../storage/storage.ts';
import type { Pieces } from './pieces.ts';
import { RUN_FILE } from './run-file.ts';
import type { OutputRecord } from './output-record.ts';
import type { RunRecord } from './run-record.ts';
import type { Shuffled } from './shuffle.ts';
import {
  once,
  type Stage,
  stageConflicts,
  type StagedFile,
  stageQuarantine,
  stageReports,
} from './side-files.ts';
import { TABLE } from './table-publication.ts';

export interface Sides {
  /** Its outputs are filled in here. */
  record: RunRecord;
  report: Report;
  pieces: Pieces;
  shuffled: Shuffled;
  temp: Storage;
  /** The lines of the conflicts, for which the inputs are read a second time. */
  conflicts: () => AsyncIterable<string>;
}

/** Stages everything that goes along with the table, in the order in which it appears; run.json, which lists it all, is last. */
export async function stageSides(stage: Stage, sides: Sides): Promise<StagedFile[]> {
  const { record, report, pieces, shuffled, temp, conflicts } = sides;
  const { counts } = record;
  const staged: StagedFile[] = [
    shuffled.sessionFile,
    await stageQuarantine(pieces, temp, counts.quarantined, stage),
  ];
  if (counts.conflicts > 0) {
    staged.push(await stageConflicts(conflicts(), counts.conflicts, stage));
  }
  staged.push(...(await stageReports(report, stage)));
  record.outputs = [
    ...shuffled.days.map((day) => outputOf(day, `${TABLE}/${day.path}`)),
    ...staged.map((file) => outputOf(file, file.path)),
  ];
  staged.push(await stage(RUN_FILE, null, once(`${JSON.stringify(record, null, 2)}\n`)));
  return staged;
}

/** What a record says of a file. */
export function outputOf({ rows, bytes, sha256 }: Omit<OutputRecord, 'path'>, path: string): OutputRecord {
  return { path, rows, bytes, sha256 };
}
