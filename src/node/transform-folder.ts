import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Resources, TransformOptions } from '../core/plan/options.ts';
import type { Progress } from '../core/plan/run.ts';
import { type Step, transform, type TransformResult } from '../core/plan/transform.ts';
import { fileStorage } from './files.ts';
import { gunzip } from './gunzip.ts';
import { sha256 } from './hasher.ts';
import { openInputs } from './inputs.ts';
import { followLinks, isWithin } from './links.ts';
import { tempFolder } from './temp-folder.ts';
import { version } from './version.ts';

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
  /** Where temporary files go. @default hidden folders in the output */
  tempDir?: string;
  onProgress: (progress: Progress<Step>) => void;
  signal: AbortSignal;
}

/** Transforms files into a folder that the caller has locked. @throws {InputError} where an input cannot be read */
export async function transformFolder(work: FolderTransform): Promise<TransformResult> {
  const { inputs, inside, output, tempDir, signal } = work;
  const opened = await openInputs(inputs, {
    tempDir: tempDir ?? spoolOf(output),
    ...(inside !== undefined && { inside }),
    signal,
  });
  try {
    return await transform({
      inputs: opened.inputs,
      output: fileStorage(output),
      openTemp: (run) => tempFolder(tempPath(work, run)),
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
function tempPath({ tempDir, output }: FolderTransform, run: string): string {
  return tempDir === undefined
    ? join(output, '.staging', run, 'tasks')
    : join(resolve(tempDir), `cartograph-${run}`);
}

/**
 * Says which of the two is in the way where an input lies in the output, which would be read and replaced at once, or the output in
 * a folder of inputs; undefined where they lie apart.
 */
export async function findOverlap(
  inputs: readonly string[],
  output: string,
  base = '',
): Promise<{ field: 'inputs' | 'output'; message: string } | undefined> {
  const target = await followLinks(resolve(base, output));
  for (const input of inputs) {
    if (input === '-') continue;
    const path = await followLinks(resolve(base, input));
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true && path !== target && isWithin(target, path)) {
      const message = `Cannot read ${input} as the output may replace it: give a copy of it that lies elsewhere`;
      return { field: 'inputs', message };
    }
    const overlaps =
      path === target ||
      (found?.isDirectory() === true && (isWithin(path, target) || isWithin(target, path)));
    if (!overlaps) continue;
    const message = `Cannot write to ${output} as the output must lie outside of the inputs: ${input} is one`;
    return { field: 'output', message };
  }
  return undefined;
}
