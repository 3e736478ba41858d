import { ConflictError } from '../errors.ts';
import { append } from '../lake/append.ts';
import { nextTransaction } from '../lake/history.ts';
import { readSnapshot, type Snapshot } from '../lake/log.ts';
import type { Input } from '../sources/input.ts';
import { RULES_VERSION } from '../stages/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { type DropOptions, dropStep } from './drop-step.ts';
import { type Executor, inlineExecutor } from './executor.ts';
import { appendOf, EVENTS, IMPORT_TAG, importAppId, importStaging, settleZone } from './events-table.ts';
import { writeImportDays } from './import-days.ts';
import { countImport, type GenerationNote, type ImportMode, type ImportRecord } from './import-record.ts';
import { findImport, type ImportResult, resultOf } from './import-result.ts';
import { stageImportSides } from './import-sides.ts';
import { readKnownIds } from './known-ids.ts';
import { mapInputs } from './map-inputs.ts';
import { budgetsOf, type InputRecord, type TransformOptions } from './options.ts';
import type { Pieces } from './pieces.ts';
import { readConflicts } from './read-conflicts.ts';
import { cutInputs, type InputCut } from './cut-inputs.ts';
import type { Run, TempFolder } from './run.ts';
import { type Stage, type StagedFile, stageIn } from './side-files.ts';
import { keepPieces } from './task-context.ts';

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

/** What judging ids works with. */
interface Judging {
  putting: Putting;
  executor: Executor;
  pieces: Pieces;
  /** Cuts the inputs into their pieces, each time anew. */
  cut: () => AsyncIterable<InputCut>;
}

/** Cleans raw events, judges their ids, and makes a version of the table with those that are new, all of it or nothing. */
export async function putEvents(putting: Putting): Promise<ImportResult> {
  const { data, name, folder, createHasher } = putting;
  const stores = { temp: folder.storage, output: data, createHasher };
  const executor = putting.openExecutor?.(name, stores) ?? inlineExecutor(stores);
  try {
    return await putThrough(putting, executor);
  } finally {
    await executor.close();
  }
}

async function putThrough(putting: Putting, executor: Executor): Promise<ImportResult> {
  const { data, name, inputs, records, options, resources, folder, progress, signal } = putting;
  const reading = { gunzip: putting.gunzip, pieceBytes: putting.pieceBytes, room: executor.room, signal };
  const cut = (): AsyncGenerator<InputCut> => cutInputs(inputs, records, reading);
  const total = inputs.reduce((sum, { size }) => sum + size, 0);
  progress('read', 0, total, 0);
  const index = await mapInputs(cut(), executor, {
    options,
    chunkSize: resources.chunkSize,
    onPiece: (bytes, events) => progress('read', bytes, total, events),
    signal,
  });
  const pieces = await keepPieces(folder.storage, index);
  for (let left = TRIES - 1; ; left--) {
    try {
      const record = await putPieces({ putting, executor, pieces, cut }, await readSnapshot(data, EVENTS));
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
  { putting, executor, pieces, cut }: Judging,
  snapshot: Snapshot,
): Promise<ImportRecord> {
  const { data, name, mode, options, createHasher, generation, progress, signal } = putting;
  const temp = putting.folder.storage;
  const budgets = budgetsOf(putting.resources, executor.width);
  settleZone(snapshot, options.timeZone);
  const transaction = nextTransaction(snapshot, importAppId(name));
  const judged = mode === 'replace' ? 'alone' : `against-${stateOf(snapshot)}`;
  const drop: DropOptions = { folder: `ids/${judged}` };
  if (mode === 'append') {
    const onFile = (done: number, files: number): void => progress('known', done, files);
    drop.known = await readKnownIds(data, EVENTS, snapshot, { onFile, signal });
  }
  const context = { temp, executor, budgets, onTask: progress, signal };
  const { drops, path: dropsPath } = await dropStep(pieces, context, drop);
  const to = { name, transaction: transaction.version };
  const days = await writeImportDays(pieces, { ...context, ...to, judged, drops: dropsPath });
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
    counts: countImport(pieces.index.counts, drops, days),
    outputs: [],
  };
  const stage = stageIn(data, importStaging(name), createHasher);
  const others = generation?.stage;
  const conflicts = (): AsyncGenerator<string> =>
    readConflicts(cut(), executor, { drops: dropsPath, options, signal });
  const sides = await stageImportSides(stage, { record, days, pieces, temp, conflicts, others });
  signal?.throwIfAborted();
  // What died in the middle of a file was replaced, and its task done again; nobody writes there now.
  await data.sweep(importStaging(name));
  const tags = { [IMPORT_TAG]: name, ...generation?.tags };
  await append(data, appendOf(record, days, sides, { mode, transaction, tags, now: putting.now() }));
  return record;
}

/** Judged against another version, or another table in its place, ids come out otherwise. */
function stateOf({ version, metadata }: Snapshot): string {
  return metadata === undefined ? 'nothing' : `${version}-${metadata.id}`;
}
