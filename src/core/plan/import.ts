import { ConflictError } from '../errors.ts';
import { append, isCommitted, recoverAppends } from '../lake/append.ts';
import { readSnapshot, type Snapshot } from '../lake/log.ts';
import { RULES_VERSION } from '../stages/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { dropStep } from './drop-step.ts';
import { appendOf, EVENTS, importStaging, importTransaction, settleZone } from './events-table.ts';
import { type Executor, inlineExecutor } from './executor.ts';
import { countImport, type ImportRecord, readImport } from './import-record.ts';
import { stageImportSides } from './import-sides.ts';
import { hashInputs } from './inputs.ts';
import { countRows, readKnownIds } from './known-ids.ts';
import { mapInputs } from './map-inputs.ts';
import { type Budgets, budgetsOf, importName, type InputRecord, type TransformOptions } from './options.ts';
import type { Pieces } from './pieces.ts';
import { cutInputs, type InputPiece, readInputs } from './read-inputs.ts';
import { runTasks } from './run-tasks.ts';
import { type Run, watchProgress } from './run.ts';
import { stageIn } from './side-files.ts';
import { keepPieces } from './task-context.ts';
import { groupDays, type WrittenDay } from './write-days.ts';

/** The steps of an import, in order, as progress names them. */
export type ImportStep = 'check' | 'read' | 'known' | 'ids' | 'days' | 'publish';

export interface ImportRequest extends Run<ImportStep> {
  /** The data folder. */
  data: Storage;
  /** The time zone must be that of the table; a new table takes it. */
  options: TransformOptions;
}

export interface ImportResult {
  /** Null where the table holds the import, but its record is gone. */
  record: ImportRecord | null;
  /** Whether the table held the import already, so that nothing had to be done. */
  unchanged: boolean;
  /** The newest version of the table. */
  tableVersion: number;
  /** Events in the table. */
  tableRows: number;
  /** The table's own name for its time zone. */
  timeZone: string;
}

/** How often an import begins anew to judge ids when others commit while it works. */
const TRIES = 5;

/**
 * Puts raw events into the table `events` of a data folder: cleaned, without those whose ids came before, in the input or in the
 * table. All of an import is appended at once or nothing; asking again for what the table holds already does nothing. One import
 * at a time may use the folder; when another writer commits meanwhile, ids are judged anew against what it wrote. Memory: up to
 * 37 bytes an id of the table, beside what a transform takes.
 *
 * @throws {InputError} when an input cannot be read to its end
 * @throws {RangeError} for another time zone than the table has, or a table that is none of ours
 * @throws {ConflictError} when other writers do not let it in
 */
export async function importEvents(request: ImportRequest): Promise<ImportResult> {
  const { data, signal } = request;
  const progress = watchProgress(request.onProgress);
  await recoverAppends(data, EVENTS);
  const timeZone = settleZone(await readSnapshot(data, EVENTS), request.options.timeZone);
  const options = { ...request.options, timeZone };
  const inputs = await hashInputs(request.inputs, request.createHasher, signal, (done, total) =>
    progress('check', done, total),
  );
  const name = await importName(inputs, options);
  const held = await findImport(data, name, timeZone);
  if (held !== undefined) return held;

  const folder = request.openTemp(name);
  await folder.clear();
  const stores = { temp: folder.storage, output: data, createHasher: request.createHasher };
  const executor = request.openExecutor?.(name, stores) ?? inlineExecutor(stores);
  try {
    const given = { ...request, options };
    const work = await spillInputs({
      request: given,
      name,
      inputs,
      temp: folder.storage,
      executor,
      progress,
    });
    for (let left = TRIES - 1; ; left--) {
      try {
        const record = await appendPieces(work, await readSnapshot(data, EVENTS));
        await folder.clear();
        progress('publish', 1, 1);
        return resultOf(await readSnapshot(data, EVENTS), { record, unchanged: false, timeZone });
      } catch (error) {
        if (!(error instanceof ConflictError) || left === 0) throw error;
      }
      const other = await findImport(data, name, timeZone);
      if (other !== undefined) return other;
    }
  } finally {
    await executor.close();
  }
}

interface ImportStart {
  request: ImportRequest;
  name: string;
  inputs: InputRecord[];
  temp: Storage;
  executor: Executor;
  progress: (step: ImportStep, done: number, total: number, events?: number) => void;
}

interface ImportWork extends ImportStart {
  record: Pick<ImportRecord, 'import' | 'version' | 'rules' | 'inputs' | 'options'>;
  pieces: Pieces;
  budgets: Budgets;
  again: () => AsyncIterable<InputPiece>;
}

/** Reads and cleans the inputs, which is done once however often their ids are judged. */
async function spillInputs(start: ImportStart): Promise<ImportWork> {
  const { request, name, inputs, temp, executor, progress } = start;
  const { options, resources, version, signal } = request;
  const reading = { gunzip: request.gunzip, pieceBytes: request.pieceBytes, signal };
  const total = request.inputs.reduce((sum, { size }) => sum + size, 0);
  const summaries = await mapInputs(cutInputs(request.inputs, inputs, reading), executor, {
    options,
    chunkSize: resources.chunkSize,
    onPiece: (bytes, events) => progress('read', bytes, total, events),
    signal,
  });
  return {
    ...start,
    record: { import: name, version, rules: RULES_VERSION, inputs, options },
    pieces: await keepPieces(temp, summaries),
    budgets: budgetsOf(resources, executor.width),
    again: () => readInputs(request.inputs, inputs, reading),
  };
}

/** Judges the ids of all pieces against a version of the table, and makes the next one. */
async function appendPieces(work: ImportWork, snapshot: Snapshot): Promise<ImportRecord> {
  const { request, name, pieces, temp, executor, budgets, progress } = work;
  const { data, createHasher, signal } = request;
  settleZone(snapshot, request.options.timeZone);
  const known = await readKnownIds(data, EVENTS, snapshot, {
    onFile: (done, files) => progress('known', done, files),
    signal,
  });
  // Judged against another version, ids come out otherwise.
  const folder = `ids/${snapshot.version + 1}`;
  const context = { temp, executor, budgets, onTask: progress, signal };
  const { drops, path: dropsPath } = await dropStep(pieces, context, { folder, known });
  const days = await writeImportDays(work, dropsPath);
  progress('publish', 0, 1);
  const record: ImportRecord = {
    ...work.record,
    finished_at: request.now().toISOString(),
    table_version: snapshot.version + 1,
    counts: countImport(pieces.summaries, drops, days),
    outputs: [],
  };
  const stage = stageIn(data, importStaging(name), createHasher);
  const sides = await stageImportSides(stage, { record, days, pieces, dropsPath, temp, again: work.again });
  signal?.throwIfAborted();
  // What died in the middle of a file was replaced, and its task done again; nobody writes there now.
  await data.sweep(importStaging(name));
  await append(data, appendOf(record, days, sides, request.now()));
  return record;
}

async function writeImportDays(work: ImportWork, drops: string): Promise<WrittenDay[]> {
  const { request, name, pieces, executor, budgets, progress } = work;
  const staging = importStaging(name);
  // Two imports never share a file, so that one that is undone takes nothing from the other.
  const prefix = `part-${name.slice(0, 16)}`;
  const groups = groupDays(pieces.rowsByDay(), budgets.dayRows);
  const inputs = groups.map((days) => ({ days, drops, staging, prefix }));
  const onTask = (done: number, total: number): void => progress('days', done, total);
  const written = await runTasks(executor, 'importDays', inputs, { onTask, signal: request.signal });
  return written.flat();
}

async function findImport(data: Storage, name: string, timeZone: string): Promise<ImportResult | undefined> {
  const snapshot = await readSnapshot(data, EVENTS);
  if (!isCommitted({ transaction: importTransaction(name) }, snapshot)) return undefined;
  const record = (await readImport(data, name)) ?? null;
  return resultOf(snapshot, { record, unchanged: true, timeZone });
}

function resultOf(
  { version, files }: Snapshot,
  result: Pick<ImportResult, 'record' | 'unchanged' | 'timeZone'>,
): ImportResult {
  return { ...result, tableVersion: version, tableRows: countRows(files.values()) };
}
