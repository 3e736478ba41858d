import type { Storage } from '../storage/storage.ts';
import { importStaging } from './events-table.ts';
import type { TempFolder } from './run.ts';

export interface ImportFolderOptions {
  data: Storage;
  openTemp: (run: string) => TempFolder;
  version: string;
  pieceBytes?: number;
  /** Keeps what is done. */
  resume: boolean;
}

/** In it a folder of tasks says who has done them. */
const MAKER = 'maker.json';

/**
 * Opens the folder for the tasks of an import. What is in it, and what the import has staged, is thrown away unless it is to be
 * resumed and was made by the same version of Cartograph from pieces of the same size.
 */
export async function openImportFolder(name: string, options: ImportFolderOptions): Promise<TempFolder> {
  const { data, openTemp, version, pieceBytes = null, resume } = options;
  const folder = openTemp(name);
  const maker = JSON.stringify({ version, pieceBytes });
  if (resume && (await readText(folder.storage, MAKER)) === maker) return folder;
  await data.remove(importStaging(name));
  await folder.clear();
  await folder.storage.write(MAKER, new TextEncoder().encode(maker), { durable: false });
  return folder;
}

async function readText(storage: Storage, path: string): Promise<string | undefined> {
  if ((await storage.stat(path)) === undefined) return undefined;
  return new TextDecoder().decode(await storage.read(path));
}
