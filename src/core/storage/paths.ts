import type { ByteRange } from './storage.ts';

/** Begins the names of unfinished files, which are a storage's own affair: no path may use it. */
export const temporaryPrefix = '.tmp-';

/** Returns the path if it can name a file. @throws {TypeError | RangeError} if it is no text or could leave the root */
export function checkPath(path: string): string {
  if (typeof path !== 'string')
    throw new TypeError(`Cannot use a path as it must be text: it is ${typeof path}`);
  for (const part of path.split('/')) {
    const problem = problemOf(part);
    if (problem !== undefined) {
      throw new RangeError(
        `Cannot use path ${JSON.stringify(path)} as it must stay within its root: ${problem}`,
      );
    }
  }
  return path;
}

/** The same for a folder, where `''` is the root. */
export function checkFolder(folder: string): string {
  return folder === '' ? folder : checkPath(folder);
}

/** Returns the range if it is one. @throws {RangeError} */
export function checkRange(range: ByteRange): ByteRange {
  const { start, end } = range;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
    throw new RangeError(`Cannot read a range as 0 <= start <= end must hold: it is ${start} to ${end}`);
  }
  return range;
}

/** Orders paths by code units, whatever the locale. */
export function comparePaths(a: { path: string }, b: { path: string }): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

function problemOf(part: string): string | undefined {
  if (part === '') return 'a part of it is empty';
  if (part === '.' || part === '..') return `a part of it is ${part}`;
  if (part.includes('\\') || part.includes('\0')) return 'it has a backslash or a NUL';
  if (!part.isWellFormed()) return 'it has a lone surrogate';
  if (part.startsWith(temporaryPrefix)) return `a part of it begins with ${temporaryPrefix}`;
  return undefined;
}
