import { rm } from 'node:fs/promises';
import type { TempFolder } from '../core/plan/run.ts';
import { fileStorage } from './files.ts';

/** A folder of this machine for the spills of one run. */
export function tempFolder(path: string): TempFolder {
  return { storage: fileStorage(path), clear: () => rm(path, { recursive: true, force: true }) };
}
