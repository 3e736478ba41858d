import type { Storage } from '../storage/storage.ts';
import { EVENTS } from './events-table.ts';
import { type ImportRecord, recordPath } from './import-record.ts';
import type { Pieces } from './pieces.ts';
import { once, type Stage, stageConflicts, type StagedFile, stageQuarantine } from './side-files.ts';
import { outputOf } from './stage-sides.ts';
import type { WrittenDay } from './write-days.ts';

export interface ImportSides {
  /** Its outputs are filled in here. */
  record: ImportRecord;
  days: readonly WrittenDay[];
  pieces: Pieces;
  temp: Storage;
  /** The lines of the conflicts, for which the inputs are read a second time. */
  conflicts: () => AsyncIterable<string>;
  /** Stages other files that go along. @default none */
  others?: ((stage: Stage) => Promise<StagedFile[]>) | undefined;
}

/** Stages what an import has beside its dates: its quarantine and its conflicts, if there are any, and its record last. */
export async function stageImportSides(stage: Stage, sides: ImportSides): Promise<StagedFile[]> {
  const { record, days, pieces, temp, conflicts, others } = sides;
  const { counts, import: name } = record;
  const file = `${name}.ndjson.gz`;
  const staged: StagedFile[] = [];
  if (counts.quarantined > 0) {
    staged.push(await stageQuarantine(pieces, temp, counts.quarantined, stage, `quarantine/${file}`));
  }
  if (counts.conflicts > 0) {
    staged.push(await stageConflicts(conflicts(), counts.conflicts, stage, `conflicts/${file}`));
  }
  if (others !== undefined) staged.push(...(await others(stage)));
  record.outputs = [
    ...days.map((day) => outputOf(day, `${EVENTS}/${day.path}`)),
    ...staged.map((side) => outputOf(side, side.path)),
  ];
  staged.push(await stage(recordPath(name), null, once(`${JSON.stringify(record, null, 2)}\n`)));
  return staged;
}
