import { readSnapshot } from '../lake/log.ts';
import type { Storage } from '../storage/storage.ts';
import { EVENTS, settleZone } from './events-table.ts';
import { openImportFolder } from './import-folder.ts';
import type { ImportMode } from './import-record.ts';
import { findImport, type ImportResult } from './import-result.ts';
import { hashInputs } from './inputs.ts';
import { importName, replacementName, type TransformOptions } from './options.ts';
import { type ImportStep, putEvents } from './put-events.ts';
import { recoverEvents } from './recover-events.ts';
import { type Run, watchProgress } from './run.ts';

export interface ImportRequest extends Run<ImportStep> {
  /** The data folder. */
  data: Storage;
  /** The time zone must be that of the table; a new table takes it. */
  options: TransformOptions;
  /** Whether the events join those of the table or take their place. @default 'append' */
  mode?: ImportMode;
  /** Goes on from what an interrupted import of the same inputs and options has done. @default false */
  resume?: boolean;
}

/**
 * Puts raw events into the table `events` of a data folder: cleaned, without those whose ids came before, in the input or in the
 * table. All of an import goes in at once or nothing; asking again for what the table holds already does nothing. One import at a
 * time may use the folder; when another writer commits meanwhile, ids are judged anew against what it wrote. Memory: up to 37
 * bytes an id of the table, unless it is replaced, beside what a transform takes.
 *
 * @throws {InputError} when an input cannot be read to its end
 * @throws {RangeError} for another time zone than the table has, or a table that is none of ours
 * @throws {ConflictError} when other writers do not let it in
 */
export async function importEvents(request: ImportRequest): Promise<ImportResult> {
  const { data, inputs, mode = 'append', resume = false, createHasher, signal } = request;
  const progress = watchProgress(request.onProgress);
  const snapshot = await readSnapshot(data, EVENTS);
  const timeZone = settleZone(snapshot, request.options.timeZone);
  const options = { ...request.options, timeZone };
  const records = await hashInputs(inputs, createHasher, signal, (done, total) =>
    progress('check', done, total),
  );
  const name = await (mode === 'append'
    ? importName(records, options)
    : replacementName(records, options, snapshot.version));
  await recoverEvents(data, { keep: (run) => resume && run === name });
  const held = await findImport(data, name, timeZone);
  if (held !== undefined) return held;
  const folder = await openImportFolder(name, { ...request, resume });
  return putEvents({ ...request, name, mode, records, options, folder, progress });
}
