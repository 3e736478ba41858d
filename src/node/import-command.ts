import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readSnapshot } from '../core/lake/log.ts';
import { EVENTS, importStaging, settleZone, zoneOf } from '../core/plan/events-table.ts';
import { importEvents } from '../core/plan/import.ts';
import type { Storage } from '../core/storage/storage.ts';
import { attempt } from './atomic.ts';
import { EXIT, UsageError } from './command.ts';
import { fileStorage } from './files.ts';
import { makeFolder } from './folders.ts';
import { gunzip } from './gunzip.ts';
import { sha256 } from './hasher.ts';
import { IMPORT_HELP, type ImportArguments, notAfterOf, parseImportArguments } from './import-options.ts';
import { reportImport } from './import-report.ts';
import { openInputs } from './inputs.ts';
import { followLinks, isWithin } from './links.ts';
import { lockFolder } from './lock.ts';
import { progressPrinter } from './progress.ts';
import { tempFolder } from './temp-folder.ts';
import { version } from './version.ts';
import { threadsFor } from './workers.ts';

/** The import command: reads its arguments, runs, prints what came of it, and returns the exit code. */
export async function runImport(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parsed = parseImportArguments(args);
  if (parsed === 'help') return print(IMPORT_HELP);
  if (parsed === 'version') return print(`${version()}\n`);
  const folder = resolve(parsed.data);
  await checkInputs(parsed.files, folder);
  await attempt(`write to ${folder}`, () => makeFolder(folder));
  const lock = await lockFolder(folder, `import ${args.join(' ')}`);
  const spool = join(folder, '.spool');
  try {
    const data = fileStorage(folder);
    const timeZone = await findZone(data, parsed.timeZone);
    const opened = await openInputs(parsed.files, { tempDir: parsed.tempDir ?? spool, signal });
    const printer = openPrinter(parsed.json);
    try {
      const result = await importEvents({
        inputs: opened.inputs,
        data,
        openTemp: (name) => tempFolder(tempPath(parsed, folder, name)),
        options: {
          timeZone,
          dropGuests: parsed.dropGuests,
          notAfter: notAfterOf(parsed.notAfter, timeZone),
        },
        ...threadsFor(parsed.workers, opened.inputs, (name) => {
          return { temp: tempPath(parsed, folder, name), output: folder };
        }),
        resources: { chunkSize: parsed.chunkSize, memory: parsed.memory },
        resume: parsed.resume,
        version: version(),
        now: () => new Date(),
        createHasher: sha256,
        gunzip,
        onProgress: printer.show,
        signal,
      });
      printer.end();
      return reportImport(result, parsed);
    } catch (error) {
      printer.end();
      throw error;
    } finally {
      await opened.dispose();
    }
  } finally {
    await rm(spool, { recursive: true, force: true });
    await lock.release();
  }
}

/** The table's zone where there is a table. */
async function findZone(data: Storage, wanted: string | undefined): Promise<string> {
  const snapshot = await readSnapshot(data, EVENTS);
  try {
    return settleZone(snapshot, wanted ?? zoneOf(snapshot) ?? 'UTC');
  } catch (error) {
    if (wanted === undefined || !(error instanceof RangeError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

function openPrinter(json: boolean): ReturnType<typeof progressPrinter> {
  const stream = json ? process.stdout : process.stderr;
  const style = json ? 'json' : process.stderr.isTTY ? 'bar' : 'lines';
  return progressPrinter(
    style,
    (text) => stream.write(text),
    () => performance.now(),
  );
}

/** Spills lie in the import's staging folder, and go away with it, unless they are wanted elsewhere. */
function tempPath({ tempDir }: ImportArguments, folder: string, name: string): string {
  return tempDir === undefined
    ? join(folder, importStaging(name), 'tasks')
    : join(resolve(tempDir), `cartograph-import-${name}`);
}

/** A folder of inputs that holds the table would be read as events. A file of the data folder may be read: nothing replaces it. */
async function checkInputs(files: readonly string[], folder: string): Promise<void> {
  const target = await followLinks(folder);
  for (const file of files) {
    if (file === '-') continue;
    const path = await followLinks(resolve(file));
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true && isWithin(path, target)) {
      throw new UsageError(
        `Cannot import into ${folder} as the data folder must lie outside of the inputs: ${file} is one`,
      );
    }
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.done;
}
