import { getSystemErrorMessage } from 'node:util';
import { isSystemError } from './atomic.ts';

/** A disk that is full or read-only, a quota that is used up, files of somebody else's. */
const CODES = ['ENOSPC', 'EROFS', 'EDQUOT', 'EACCES', 'EPERM'];

/** Why nothing can be written, in the system's words: `no space left on device`; null where an error has another reason. */
export function whyUnwritable(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isSystemError(at, ...CODES)) return getSystemErrorMessage(at.errno);
  }
  return null;
}
