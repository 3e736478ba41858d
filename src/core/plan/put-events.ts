import { ConflictError } from '../errors.ts';
import { append } from '../lake/append.ts';
import { nextTransaction } from '../lake/history.ts';
import { readSnapshot, type Snapshot } from '../lake/log.ts';
import type { Input } from '../sources/input.ts';
import { RULES_VERSION } from '../stages/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { type DropOptions, dropStep } from './drop-step.ts';
import { appendOf, EVENTS, IMPORT_TAG, importAppId, importStaging, settleZone } from './events-table.ts';
import { writeImportDays } from './import-days.ts';
import { countImport, type GenerationNote, type ImportMode, type ImportRecord } from './import-record.ts';
import { findImport, type ImportResult, resultOf } from './import-result.ts';
import { stageImportSides } from './import-sides.ts';
import { readKnownIds } from './known-ids.ts';
import { type InputPiece, mapInputs, readInputs } from './map-inputs.ts';
import { budgetsOf, cleanOptions, type InputRecord, type TransformOptions } from './options.ts';
import { Pieces } from './pieces.ts';
import type { Run, TempFolder } from './run.ts';
import { type Stage, type StagedFile, stageIn } from './side-files.ts';

/** The steps of an import, in order, as progress names them. */
export type ImportStep = 'check' | 'read' | 'known' | 'ids' | 'days' | 'publish';

/** Raw events on their way into the table of a data folder, with a name, and what is left of an earlier attempt. */
export interface Putting extends Omit<Run<ImportStep>, 'openTemp' | 'onProgress'> {
  data: Storage;
  name: string;
  mode: ImportMode;
  inputs: readonly Input[];
  /** What the inputs were when they were hashed. */
  records: InputRecord[];
  /** The time zone is that of the table. */
  options: TransformOptions;
  folder: TempFolder;
  progress: (step: ImportStep, done: number, total: number, events?: number) => void;
  /** What a generation has beside that. */
  generation?: {
    note: GenerationNote;
    /** Tags of its data files. */
    tags: Readonly<Record<string, string>>;
    /** Stages its other files. */
    stage: (stage: Stage) => Promise<StagedFile[]>;
  };
}

/** How often ids are judged anew when others commit meanwhile. */
const TRIES = 5;

/** Cleans raw events, judges their ids, and makes a version of the table with those that are new, all of it or nothing. */
export async function putEvents(putting: Putting): Promise<ImportResult> {
  const { data, name, inputs, records, options, folder, progress } = putting;
  const { gunzip, pieceBytes, signal } = putting;
  const again = (): AsyncGenerator<InputPiece> => readInputs(inputs, records, { gunzip, pieceBytes, signal });
  const total = inputs.reduce((sum, { size }) => sum + size, 0);
  const summaries = await mapInputs(
    again(),
    folder.storage,
    cleanOptions(options),
    putting.resources.chunkSize,
    (bytes, events) => progress('read', bytes, total, events),
  );
  const pieces = new Pieces(folder.storage, summaries);
  for (let left = TRIES - 1; ; left--) {
    try {
      const record = await putPieces(pieces, again, await readSnapshot(data, EVENTS), putting);
      await folder.clear();
      progress('publish', 1, 1);
      const { timeZone } = options;
      return resultOf(await readSnapshot(data, EVENTS), { record, unchanged: false, timeZone });
    } catch (error) {
      if (!(error instanceof ConflictError) || left === 0) throw error;
    }
    const other = await findImport(data, name, options.timeZone);
    if (other !== undefined) return other;
  }
}

/** Judges the ids of all pieces against a version of the table, and makes the next one. */
async function putPieces(
  pieces: Pieces,
  again: () => AsyncIterable<InputPiece>,
  snapshot: Snapshot,
  putting: Putting,
): Promise<ImportRecord> {
  const { data, name, mode, options, createHasher, generation, progress, signal } = putting;
  const temp = putting.folder.storage;
  const budgets = budgetsOf(putting.resources);
  settleZone(snapshot, options.timeZone);
  const transaction = nextTransaction(snapshot, importAppId(name));
  const judged = mode === 'replace' ? 'alone' : `against-${stateOf(snapshot)}`;
  const drop: DropOptions = { folder: `ids/${judged}` };
  if (mode === 'append') {
    const onFile = (done: number, files: number): void => progress('known', done, files);
    drop.known = await readKnownIds(data, EVENTS, snapshot, { onFile, signal });
  }
  const context = { temp, budgets, onTask: progress, signal };
  const { drops, path: dropsPath } = await dropStep(pieces, context, drop);
  const to = { data, name, transaction: transaction.version, createHasher };
  const days = await writeImportDays(pieces, { ...context, ...to, judged, dropsPath });
  progress('publish', 0, 1);
  const record: ImportRecord = {
    import: name,
    version: putting.version,
    rules: RULES_VERSION,
    finished_at: putting.now().toISOString(),
    table_version: snapshot.version + 1,
    inputs: putting.records,
    options,
    ...(generation && { generation: generation.note }),
    counts: countImport(pieces.summaries, drops, days),
    outputs: [],
  };
  const stage = stageIn(data, importStaging(name), createHasher);
  const others = generation?.stage;
  const sides = await stageImportSides(stage, { record, days, pieces, dropsPath, temp, again, others });
  signal?.throwIfAborted();
  const tags = { [IMPORT_TAG]: name, ...generation?.tags };
  await append(data, appendOf(record, days, sides, { mode, transaction, tags, now: putting.now() }));
  return record;
}

/** Judged against another version, or another table in its place, ids come out otherwise. */
function stateOf({ version, metadata }: Snapshot): string {
  return metadata === undefined ? 'nothing' : `${version}-${metadata.id}`;
}
