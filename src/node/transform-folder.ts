import { join, resolve } from 'node:path';
import type { Resources, TransformOptions } from '../core/plan/options.ts';
import type { Progress, TempFolder } from '../core/plan/run.ts';
import { type Step, transform, type TransformResult } from '../core/plan/transform.ts';
import { fileStorage } from './files.ts';
import { gunzip } from './gunzip.ts';
import { sha256 } from './hasher.ts';
import { openInputs } from './inputs.ts';
import { tempFolder } from './temp-folder.ts';
import { version } from './version.ts';
import { threadsFor, type Workers } from './workers.ts';

/** A transform of files of this machine into a folder of it. */
export interface FolderTransform {
  /** Files, folders, or `-` for standard input. */
  inputs: readonly string[];
  /** See `OpenInputsOptions`. */
  inside?: string;
  output: string;
  options: TransformOptions;
  resources: Resources;
  resume: boolean;
  /** @default 1, which is the thread that is there */
  workers?: Workers;
  /** Where temporary files go. @default hidden folders in the output */
  tempDir?: string;
  onProgress: (progress: Progress<Step>) => void;
  signal: AbortSignal;
}

/** Transforms files into a folder that the caller has locked. @throws {InputError} where an input cannot be read */
export async function transformFolder(work: FolderTransform): Promise<TransformResult> {
  const { inputs, inside, output, tempDir, workers = 1, signal } = work;
  const opened = await openInputs(inputs, {
    tempDir: tempDir ?? spoolOf(output),
    ...(inside !== undefined && { inside }),
    signal,
  });
  try {
    return await transform({
      inputs: opened.inputs,
      output: fileStorage(output),
      openTemp: (run) => openTemp(work, run),
      ...threadsFor(workers, opened.inputs, (run) => ({ temp: tempPath(work, run).path, output })),
      options: work.options,
      resources: work.resources,
      resume: work.resume,
      version: version(),
      now: () => new Date(),
      createHasher: sha256,
      gunzip,
      onProgress: work.onProgress,
      signal,
    });
  } finally {
    await opened.dispose();
  }
}

/** Where standard input is kept while a run reads it, unless temporary files are wanted elsewhere. */
export function spoolOf(output: string): string {
  return join(output, '.spool');
}

/** Spills lie in the run's staging folder, and go away with it, unless they are wanted elsewhere. */
function openTemp(work: FolderTransform, run: string): TempFolder {
  const { path, shown } = tempPath(work, run);
  return tempFolder(path, shown);
}

/** Where the spills of a run lie, and how errors call it. */
function tempPath({ tempDir, output }: FolderTransform, run: string): { path: string; shown: string } {
  if (tempDir !== undefined) {
    return { path: join(resolve(tempDir), `cartograph-${run}`), shown: `${tempDir}/cartograph-${run}/` };
  }
  const tasks = `.staging/${run}/tasks`;
  return { path: join(output, tasks), shown: `${tasks}/` };
}
