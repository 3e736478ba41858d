import { execFile } from 'node:child_process';
import { after } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts a file system in memory over a folder, of a size such as `2m`; why not, where that is not possible. */
export async function mountDisk(folder: string, size: string): Promise<string | undefined> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  } catch (error) {
    return `tmpfs cannot be mounted here: ${String(error)}`;
  }
  after(() => run('umount', ['-l', folder]));
  return undefined;
}

/** Gives a mounted file system another size. */
export async function resizeDisk(folder: string, size: string): Promise<void> {
  await run('mount', ['-o', `remount,size=${size}`, folder]);
}

/** Kilobytes that a folder takes. */
export async function kilobytesOf(folder: string): Promise<number> {
  const { stdout } = await run('du', ['-sk', folder]);
  return Number.parseInt(stdout, 10);
}
