import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt } from './atomic.ts';
import { makeFolder } from './folders.ts';
import { lockFolder } from './lock.ts';

/**
 * Does something as the server of a data folder, of which there is one at a time. Imports lock the folder itself: they go on
 * meanwhile.
 *
 * @throws {Error} naming who serves it
 */
export async function asServer<Result>(
  folder: string,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const own = join(folder, '.server');
  await attempt(`use ${folder}`, () => makeFolder(own));
  const lock = await lockFolder(own, what);
  try {
    return await work();
  } finally {
    await lock.release();
    await rmdir(own).catch(() => {});
  }
}
