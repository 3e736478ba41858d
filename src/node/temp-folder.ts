import { rm } from 'node:fs/promises';
import type { TempFolder } from '../core/plan/run.ts';
import { fileStorage } from './files.ts';

/** A folder of this machine for the spills of one run; errors put the prefix before their paths. */
export function tempFolder(path: string, prefix = ''): TempFolder {
  return { storage: fileStorage(path, { prefix }), clear: () => rm(path, { recursive: true, force: true }) };
}
