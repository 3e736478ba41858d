import type { DataFile, PublishRequest } from '../../../src/core/lake/overwrite.ts';
import { memoryStorage } from '../../../src/core/storage/memory.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';

export const table = 'events';

/** A run that publishes a file a date, and a summary and run.json beside them. */
export interface Run {
  name: string;
  /** Content by date; the file's name comes from it. */
  days: Record<string, string>;
  sides?: string[];
}

export function stagedPath(run: string, name: string): string {
  return `.staging/${run}/${name}.part`;
}

export function dataPath(date: string, content: string): string {
  return `date=${date}/part-${content}.snappy.parquet`;
}

/** Stages the files of a run as its tasks would. */
export async function stage(storage: Storage, { name, days, sides = [] }: Run): Promise<PublishRequest> {
  const staging = `.staging/${name}`;
  const files: DataFile[] = [];
  for (const [date, content] of Object.entries(days)) {
    const staged = stagedPath(name, date);
    const size = await storage.write(staged, new TextEncoder().encode(content));
    const partitionValues = { date };
    files.push({ staged, path: dataPath(date, content), size, rows: content.length, partitionValues });
  }
  const sideFiles = [];
  for (const path of ['summary.csv', ...sides, 'run.json']) {
    const content = `${path} of ${name}`;
    const staged = stagedPath(name, path);
    sideFiles.push({ staged, path, size: await storage.write(staged, new TextEncoder().encode(content)) });
  }
  return {
    table,
    staging,
    schema: [
      { name: 'id', type: 'string', nullable: false },
      { name: 'date', type: 'string', nullable: false },
    ],
    partitionColumns: ['date'],
    files,
    sides: sideFiles,
    obsolete: ['conflicts.gz'].filter((path) => !sides.includes(path)),
    transaction: { appId: 'run', version: Number(name) },
    now: new Date(1_700_000_000_000 + Number(name)),
  };
}

/** Every file with its content, except the log's. */
export async function contents(storage: Storage): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of await storage.list('')) {
    if (!path.includes('_delta_log')) found[path] = new TextDecoder().decode(await storage.read(path));
  }
  return found;
}

/** What `contents` must be after runs of which the last is this one. */
export function expected({ name, days, sides = [] }: Run): Record<string, string> {
  const wanted: Record<string, string> = {};
  for (const [date, content] of Object.entries(days)) wanted[`${table}/${dataPath(date, content)}`] = content;
  for (const path of ['summary.csv', ...sides, 'run.json']) wanted[path] = `${path} of ${name}`;
  return wanted;
}

/** A storage of its own with the same files. */
export async function copyOf(storage: Storage): Promise<Storage> {
  const copy = memoryStorage();
  for (const { path } of await storage.list('')) await copy.write(path, await storage.read(path));
  return copy;
}

/** A storage that dies after some changes: it makes no more of them, and every call fails. */
export function mortal(storage: Storage, changes: number): Storage {
  let left = changes;
  async function change<T>(step: () => Promise<T>): Promise<T> {
    if (left <= 0) throw new Error('killed');
    left--;
    return step();
  }
  async function look<T>(step: () => Promise<T>): Promise<T> {
    if (left <= 0) throw new Error('killed');
    return step();
  }
  const dying: Storage = {
    read: (path, range) => look(() => storage.read(path, range)),
    readStream: (path, range) => storage.readStream(path, range),
    list: (folder) => look(() => storage.list(folder)),
    names: (folder) => look(() => storage.names(folder)),
    stat: (path) => look(() => storage.stat(path)),
    write: (path, data, options) => change(() => storage.write(path, data, options)),
    writeNew: (path, data) => change(() => storage.writeNew(path, data)),
    rename: (from, to) => change(() => storage.rename(from, to)),
    async renameAll(moves) {
      for (const { from, to } of moves) await dying.rename(from, to);
    },
    async remove(path) {
      // A folder goes file by file, and a kill can come in between.
      const below = await storage.list(path);
      for (const file of below) await change(() => storage.remove(file.path));
      if (below.length === 0) await change(() => storage.remove(path));
    },
    sweep: (folder) => storage.sweep(folder),
  };
  return dying;
}
