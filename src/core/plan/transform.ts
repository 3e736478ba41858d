import type { Report } from '../aggregates/report.ts';
import { publish, recover } from '../lake/publish.ts';
import { RULES_VERSION } from '../stages/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { type Executor, inlineExecutor } from './executor.ts';
import { hashInputs } from './inputs.ts';
import { mapInputs } from './map-inputs.ts';
import { budgetsOf, type InputRecord, runName, type TransformOptions } from './options.ts';
import { readConflicts } from './read-conflicts.ts';
import { cutInputs, type InputCut } from './cut-inputs.ts';
import { type Run, watchProgress } from './run.ts';
import { publicationOf, TABLE } from './table-publication.ts';
import { countRun, type RunRecord } from './run-record.ts';
import { findRun } from './run-file.ts';
import { shuffle } from './shuffle.ts';
import { stageSides } from './stage-sides.ts';
import { stageIn } from './side-files.ts';
import { keepPieces } from './task-context.ts';

/** The steps of a run, in order, as progress names them. */
export type Step = 'check' | 'read' | 'ids' | 'sessions' | 'join' | 'days' | 'publish';

export interface TransformRequest extends Run<Step> {
  /** The output folder. */
  output: Storage;
  options: TransformOptions;
  /** Goes on from what an interrupted run of the same inputs and options has done. */
  resume: boolean;
}

export interface TransformResult {
  record: RunRecord;
  /** What the aggregates say; null where nothing had to be done. */
  report: Report | null;
  /** Version of the table that holds the run. */
  tableVersion: number;
}

/**
 * Turns raw events into the table of cleaned events, the sessions, the quarantine and the reports: either all of it is
 * published or nothing. Asking again for what the output folder holds already does nothing.
 *
 * @throws {InputError} when an input cannot be read to its end
 */
export async function transform(request: TransformRequest): Promise<TransformResult> {
  const { output, options, signal } = request;
  const progress = watchProgress(request.onProgress);
  const inputs = await hashInputs(request.inputs, request.createHasher, signal, (done, total) =>
    progress('check', done, total),
  );
  const run = await runName(inputs, options, request.version);
  const staging = `.staging/${run}`;
  await recover(output, TABLE, { keep: (staged) => staged === run });
  const held = await findRun(output, run);
  if (held !== undefined) return { record: held.record, report: null, tableVersion: held.tableVersion };

  const folder = request.openTemp(run);
  if (!request.resume) {
    await output.remove(staging);
    await folder.clear();
  }
  const stores = { temp: folder.storage, output, createHasher: request.createHasher };
  const executor = request.openExecutor?.(run, stores) ?? inlineExecutor(stores);
  try {
    const work = { request, run, staging, inputs, temp: folder.storage, executor, progress };
    const result = await runThrough(work);
    await folder.clear();
    progress('publish', 1, 1);
    return result;
  } finally {
    await executor.close();
  }
}

interface Work {
  request: TransformRequest;
  run: string;
  staging: string;
  inputs: InputRecord[];
  temp: Storage;
  executor: Executor;
  progress: (step: Step, done: number, total: number, events?: number) => void;
}

/** All steps of a run, from its inputs to its publication. */
async function runThrough(work: Work): Promise<TransformResult> {
  const { request, run, staging, inputs, temp, executor, progress } = work;
  const { output, options, resources, createHasher, signal } = request;
  const reading = { gunzip: request.gunzip, pieceBytes: request.pieceBytes, room: executor.room, signal };
  const cut = (): AsyncGenerator<InputCut> => cutInputs(request.inputs, inputs, reading);
  const total = request.inputs.reduce((sum, { size }) => sum + size, 0);
  progress('read', 0, total, 0);
  const index = await mapInputs(cut(), executor, {
    options,
    chunkSize: resources.chunkSize,
    onPiece: (bytes, events) => progress('read', bytes, total, events),
    signal,
  });
  const pieces = await keepPieces(temp, index);
  const shuffled = await shuffle(pieces, {
    temp,
    executor,
    staging,
    timeZone: options.timeZone,
    budgets: budgetsOf(resources, executor.width),
    onTask: progress,
    signal,
  });

  progress('publish', 0, 1);
  const record: RunRecord = {
    run,
    version: request.version,
    rules: RULES_VERSION,
    finished_at: request.now().toISOString(),
    inputs,
    options,
    counts: countRun(pieces.index.counts, shuffled),
    outputs: [],
  };
  const report: Report = { events: shuffled.events, sessions: shuffled.sessionStatistics };
  const conflicts = (): AsyncGenerator<string> =>
    readConflicts(cut(), executor, { drops: shuffled.dropsPath, options, signal });
  const stage = stageIn(output, staging, createHasher);
  const sides = await stageSides(stage, { record, report, pieces, shuffled, temp, conflicts });
  signal?.throwIfAborted();
  // What died in the middle of a file was replaced, and its task done again; nobody writes there now.
  await output.sweep(staging);
  const { version } = await publish(
    output,
    publicationOf(record, staging, shuffled.days, sides, request.now()),
  );
  return { record, report, tableVersion: version };
}
