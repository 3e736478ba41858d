import { readSnapshot } from '../lake/log.ts';
import { settle } from '../sources/shopper/options.ts';
import { openShop } from '../sources/shopper/shop.ts';
import type { Storage } from '../storage/storage.ts';
import { EVENTS, SEED_TAG, settleZone } from './events-table.ts';
import type { Compress } from './generate-part.ts';
import { generateSlices } from './generate-slices.ts';
import { generationName, noteOf, type Generation } from './generation.ts';
import { openImportFolder } from './import-folder.ts';
import { findImport, type ImportResult } from './import-result.ts';
import { hashInputs } from './inputs.ts';
import { type ImportStep, putEvents } from './put-events.ts';
import { checkRawFile, extendRawFile, RAW_FILE, rawFileOf } from './raw-file.ts';
import { recoverEvents } from './recover-events.ts';
import { type Run, watchProgress } from './run.ts';
import { inputFromSegments, readSegments } from './segments.ts';
import type { Stage } from './side-files.ts';

/** The steps of a generation, in order, as progress names them. */
export type GenerateStep = 'generate' | ImportStep;

export interface GenerateEventsRequest extends Generation, Omit<Run<GenerateStep>, 'inputs'> {
  /** The data folder. */
  data: Storage;
  /** Goes on from what an interrupted attempt has done. */
  resume: boolean;
  /** Makes a gzip member of each part of the text. */
  compress: Compress;
  /** Parts of about 20,000 events that one task generates; results do not depend on it. @default 10 */
  sliceParts?: number;
}

/**
 * Generates events into the table `events` of a data folder, and into the raw file beside it: those of the table make room, or
 * stay. All of it is there at once or nothing; asking again for what the table holds already does nothing. One generation or
 * import at a time may use the folder. Memory: two parts of text, beside what an import takes.
 *
 * @throws {RangeError} when an option is out of its bounds, for another time zone than the table has, for a table that is none of
 *   ours, or a raw file that cannot be appended to
 * @throws {ConflictError} when other writers do not let it in
 */
export async function generateEvents(request: GenerateEventsRequest): Promise<ImportResult> {
  const { data, mode, resume, createHasher, signal } = request;
  const progress = watchProgress(request.onProgress);
  const scenario = settle({ ...request.options, chaos: {} });
  const { count, seed } = scenario;
  const timeZone = settleZone(await readSnapshot(data, EVENTS), scenario.timeZone);
  const name = await generationName(request);
  await recoverEvents(data, { keep: (run) => resume && run === name });
  const held = await findImport(data, name, timeZone);
  if (held !== undefined) return held;
  const problem = mode === 'append' ? await checkRawFile(data) : undefined;
  if (problem !== undefined) throw new RangeError(problem);

  const folder = await openImportFolder(name, request);
  progress('generate', 0, count, 0);
  const { compress, sliceParts } = request;
  const slices = await generateSlices(openShop(scenario), folder.storage, {
    compress,
    sliceParts,
    signal,
    onEvents: (events) => progress('generate', events, count, events),
  });
  const inputs = [inputFromSegments(RAW_FILE, rawFileOf(slices))];
  const records = await hashInputs(inputs, createHasher, signal, (done, total) =>
    progress('check', done, total),
  );
  const stage = async (put: Stage) => {
    const raw = mode === 'append' ? await extendRawFile(data, slices) : rawFileOf(slices);
    return [await put(RAW_FILE, null, readSegments(raw, signal))];
  };
  return putEvents({
    ...request,
    name,
    inputs,
    records,
    folder,
    progress,
    options: { timeZone, dropGuests: false, notAfter: null },
    generation: { note: noteOf(request), tags: { [SEED_TAG]: String(seed) }, stage },
  });
}
