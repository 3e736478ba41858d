import type { TempFolder } from '../core/plan/run.ts';
import { fileStorage } from './files.ts';
import { removeAll } from './folders.ts';

/** A folder of this machine for the spills of one run, by a thread that does nothing else; errors put the prefix before their paths. */
export function tempFolder(path: string, prefix = ''): TempFolder {
  return {
    storage: fileStorage(path, { prefix, waits: true }),
    clear: () => removeAll(path),
  };
}
