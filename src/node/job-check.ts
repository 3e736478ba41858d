import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { TransformationTask } from '../core/jobs/job.ts';
import { openInputs } from './inputs.ts';
import { followLinks, isWithin } from './links.ts';
import { findOverlap } from './overlap.ts';

/** What is in the way of a task; `field` is that of the wish. */
export interface Obstacle {
  field: string;
  message: string;
}

/** Names in a data folder that are no output's; those that begin with a dot are none either. */
const TAKEN = new Set(['events', 'jobs', 'imports', 'quarantine', 'conflicts']);

/**
 * Says what is in the way of a transformation within a data folder: files that are not there, that lead out of it or lie in one
 * another; undefined where it can begin.
 */
export async function checkTransformation(
  folder: string,
  { inputs, output }: Pick<TransformationTask, 'inputs' | 'output'>,
): Promise<Obstacle | undefined> {
  const root = await followLinks(folder);
  const target = await followLinks(join(root, output));
  const problem = await problemOf(root, target);
  if (problem !== undefined) {
    return { field: 'output', message: `Cannot write to ${output} as ${problem}` };
  }
  try {
    await openInputs(inputs, { tempDir: root, inside: root });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { field: 'inputs', message: error.message };
  }
  return findOverlap(inputs, output, root);
}

async function problemOf(root: string, target: string): Promise<string | undefined> {
  if (!isWithin(root, target)) return 'it must lie in the data folder: it leads out of it';
  const [first = ''] = relative(root, target).split(sep);
  if (first === '') return 'it must be a folder in the data folder: it is the data folder';
  if (TAKEN.has(first) || first.startsWith('.')) {
    return `it must be a folder of its own: ${first} belongs to the server`;
  }
  const found = await stat(target).catch(() => undefined);
  return found?.isDirectory() === false ? 'it must be a folder: it is a file' : undefined;
}
