import { EVENTS } from '../plan/events-table.ts';
import { RAW_FILE } from '../plan/raw-file.ts';
import { JOBS } from './store.ts';

/** What a data folder keeps for itself; in any case, as some file systems tell no difference. */
const KEPT = [EVENTS, JOBS, 'imports', 'quarantine', 'conflicts'];

/** Bytes of a name that file systems take, and of a path that the system takes below most folders. */
const [LONGEST_NAME, LONGEST_PATH] = [255, 1024];

/** Says what of the paths of a transformation is wrong, as far as their texts tell; undefined where nothing is. */
export function checkPaths(
  inputs: readonly string[],
  output: string,
): { field: 'inputs' | 'output'; message: string } | undefined {
  if (inputs.length === 0) {
    return {
      field: 'inputs',
      message: 'Cannot transform as inputs must name at least one file: there is none',
    };
  }
  for (const input of inputs) {
    const problem = problemOf(input, KEPT);
    if (problem !== undefined) return { field: 'inputs', message: `Cannot read ${problem}: ${quote(input)}` };
  }
  const problem = problemOf(output, [...KEPT, RAW_FILE]);
  if (problem !== undefined)
    return { field: 'output', message: `Cannot write to ${problem}: ${quote(output)}` };
  const shared = inputs.find((input) => overlap(input, output));
  if (shared === undefined) return undefined;
  return {
    field: 'output',
    message: `Cannot write to an output as it must lie outside of the inputs: ${quote(output)} and ${quote(shared)}`,
  };
}

/** Whether one of two paths is the other one, or lies within it. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [`${plain(a)}/`, `${plain(b)}/`];
  return one.startsWith(other) || other.startsWith(one);
}

function problemOf(path: string, kept: readonly string[]): string | undefined {
  if (typeof path !== 'string') return 'a path as it must be text';
  if (path === '') return 'a path as it must name a file or folder of the data folder';
  if (/[\\\p{Cc}]/u.test(path) || !path.isWellFormed())
    return 'a path as it must be plain text without backslashes and control characters';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path))
    return 'a path as it must be relative to the data folder';
  const parts = path.split('/');
  if (parts.includes('')) return 'a path as none of its parts may be empty';
  if (parts.some((part) => part.startsWith('.'))) return 'a path as none of its parts may begin with a dot';
  if (parts.some((part) => bytesOf(part) > LONGEST_NAME))
    return `a path as none of its parts may be over ${LONGEST_NAME} bytes`;
  if (bytesOf(path) > LONGEST_PATH) return `a path as it may not be over ${LONGEST_PATH} bytes`;
  const owner = kept.find((name) => overlap(path, name));
  return owner === undefined ? undefined : `a path as ${owner} is kept by the data folder itself`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A name as file systems that tell no difference between cases and forms see it. */
function plain(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function quote(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
