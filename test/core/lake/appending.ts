import { append, type AppendRequest, appendRoot } from '../../../src/core/lake/append.ts';
import { nextTransaction } from '../../../src/core/lake/history.ts';
import { readSnapshot } from '../../../src/core/lake/log.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { table } from './publishing.ts';

const encoder = new TextEncoder();

/** Configuration of tables that are appended to. */
export const configuration = { 'cartograph.timeZone': 'UTC' };

/** The clock of appends that say nothing else. */
export const START = 1_700_000_000_000;

export interface Appended {
  mode?: 'append' | 'replace';
  /** Of its transaction, folder and files. @default `run<version>` */
  name?: string;
  now?: Date;
}

/** Stages an append of a file a date, with a record beside them. */
export async function stage(
  storage: Storage,
  version: number,
  dates: readonly string[],
  { mode = 'append', name = `run${version}`, now = new Date(START) }: Appended = {},
): Promise<AppendRequest> {
  const staging = `${appendRoot(table)}/${name}`;
  const transaction = nextTransaction(await readSnapshot(storage, table), name);
  const again = transaction.version === 1 ? '' : `-${transaction.version}`;
  const files = [];
  for (const date of dates) {
    const staged = `${staging}/${date}.part`;
    const size = await storage.write(staged, encoder.encode(`${date} of ${name}`));
    const path = `date=${date}/${name}${again}.parquet`;
    files.push({ staged, path, size, rows: 1, partitionValues: { date }, tags: { run: name } });
  }
  const staged = `${staging}/record.part`;
  const size = await storage.write(staged, encoder.encode(name));
  await storage.write(`${staging}/tasks/left-over`, encoder.encode('x'));
  return {
    table,
    staging,
    version,
    mode,
    schema: [
      { name: 'id', type: 'string', nullable: false },
      { name: 'date', type: 'date', nullable: false },
    ],
    partitionColumns: ['date'],
    statsColumns: ['id'],
    configuration,
    files,
    sides: [{ staged, path: `imports/${name}.json`, size }],
    transaction,
    metrics: { read: 3 },
    now,
  };
}

/** A storage with a table, one version after another: dates, or dates and how they are appended. */
export async function appended(
  ...versions: (string[] | (Appended & { dates: string[] }))[]
): Promise<Storage> {
  const storage = memoryStorage();
  for (const [version, each] of versions.entries()) {
    const { dates, ...options } = Array.isArray(each) ? { dates: each } : each;
    await append(storage, await stage(storage, version, dates, options));
  }
  return storage;
}

/** Paths of the files of a version, all of which must be there. @throws {Error} where one is not */
export async function pathsAt(storage: Storage, version: number): Promise<string[]> {
  const { files } = await readSnapshot(storage, table, { version });
  for (const [path, { size }] of files) {
    const found = await storage.stat(`${table}/${path}`);
    if (found?.size !== size) throw new Error(`Cannot read version ${version} as ${path} is not there`);
  }
  return [...files.keys()].toSorted();
}
