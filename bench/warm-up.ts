import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Reads a file, or all files of a folder, once, so that the system has them in memory when they are measured. */
export async function warmUp(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) {
    for (const name of await readdir(path)) await warmUp(join(path, name));
    return;
  }
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 20 }));
}
