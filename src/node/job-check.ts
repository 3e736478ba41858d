import { join, relative, sep } from 'node:path';
import { InputError, UnavailableError } from '../core/errors.ts';
import type { JobTask, TransformationTask } from '../core/jobs/job.ts';
import { readRun } from '../core/plan/run-file.ts';
import { isSystemError } from './atomic.ts';
import { fileStorage } from './files.ts';
import { openInputs } from './inputs.ts';
import { followLinks, isWithin } from './links.ts';
import { checkUnlocked, LockedError } from './lock.ts';
import { findBlocker, findOtherOutput, nested } from './output-check.ts';
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
 * another, an output that is somebody else's; undefined where it can begin.
 */
export async function checkTransformation(
  folder: string,
  { inputs, output }: Pick<TransformationTask, 'inputs' | 'output'>,
): Promise<Obstacle | undefined> {
  const root = await followLinks(folder);
  const target = await followLinks(join(root, output));
  const problem = await problemOf(root, target, output);
  if (problem !== undefined) {
    return { field: 'output', message: `Cannot write to ${output} as ${problem}` };
  }
  try {
    await openInputs(inputs, { tempDir: root, inside: root });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { field: 'inputs', message: error.message };
  }
  const overlap = await findOverlap(inputs, output, root);
  if (overlap !== undefined) return overlap;
  const other = await findOtherOutput(target, root);
  if (other !== undefined) return { field: 'output', message: nested(output, other, root) };
  const foreign = await foreignRun(target);
  if (foreign === undefined) return undefined;
  return { field: 'output', message: `Cannot write to ${output}: ${foreign}` };
}

/** Refuses a folder that somebody else works in. @throws {UnavailableError} naming who it is */
export async function checkFree(task: JobTask, folder: string): Promise<void> {
  try {
    await checkUnlocked(folder);
  } catch (error) {
    throw error instanceof LockedError ? inUse(task, error) : error;
  }
}

/** What callers are told of a lock: the log has the rest. */
export function inUse({ kind }: JobTask, error: LockedError): UnavailableError {
  const wanted = kind === 'generation' ? 'the data folder' : 'its output';
  const message = `Cannot start a ${kind} as ${wanted} must be free: it is in use by ${error.holder}`;
  return new UnavailableError(message, { cause: error });
}

async function foreignRun(target: string): Promise<string | undefined> {
  try {
    await readRun(fileStorage(target));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || isSystemError(error.cause)) throw error;
    return error.message;
  }
}

async function problemOf(root: string, target: string, output: string): Promise<string | undefined> {
  if (!isWithin(root, target)) return 'it must lie in the data folder: it leads out of it';
  const [first = ''] = relative(root, target).split(sep);
  if (first === '') return 'it must be a folder in the data folder: it is the data folder';
  if (TAKEN.has(first) || first.startsWith('.')) {
    return `it must be a folder of its own: ${first} belongs to the server`;
  }
  const blocker = await findBlocker(root, output);
  return blocker && `it must be a folder: ${blocker}`;
}
