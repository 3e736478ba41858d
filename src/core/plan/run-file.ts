import { readSnapshot } from '../lake/log.ts';
import { checkPath } from '../storage/paths.ts';
import type { Storage } from '../storage/storage.ts';
import { TABLE, transactionOf } from './table-publication.ts';
import type { RunRecord } from './run-record.ts';

/** The file that says what an output folder holds; the last one of a publication. */
export const RUN_FILE = 'run.json';

/** The record of the run that an output folder holds, if its files are all there; undefined otherwise. @throws {Error} for another file */
export async function readRun(output: Storage): Promise<RunRecord | undefined> {
  if ((await output.stat(RUN_FILE)) === undefined) return undefined;
  const record = parseRun(await output.read(RUN_FILE));
  for (const { path, bytes } of record.outputs) {
    if ((await output.stat(path))?.size !== bytes) return undefined;
  }
  return record;
}

function parseRun(bytes: Uint8Array): RunRecord {
  try {
    const record = JSON.parse(new TextDecoder().decode(bytes)) as RunRecord;
    for (const { path, bytes: size } of record.outputs) {
      checkPath(path);
      if (!Number.isSafeInteger(size)) throw new TypeError('a size is none');
    }
    if (typeof record.run === 'string' && typeof record.counts.read === 'number') return record;
    throw new TypeError('something is missing');
  } catch (cause) {
    throw new Error(
      `Cannot read ${RUN_FILE} as it must be the record of a transform: it is another file, to be moved away`,
      { cause },
    );
  }
}

/** The record and table version of a run, when it is what the output folder holds. */
export async function findRun(
  output: Storage,
  run: string,
): Promise<{ record: RunRecord; tableVersion: number } | undefined> {
  const record = await readRun(output);
  if (record?.run !== run) return undefined;
  const snapshot = await readSnapshot(output, TABLE);
  if (!snapshot.transactions.has(transactionOf(run).appId)) return undefined;
  return { record, tableVersion: snapshot.version };
}
