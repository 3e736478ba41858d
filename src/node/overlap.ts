import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { followLinks, isWithin } from './links.ts';

/**
 * Says which of the two is in the way where an input lies in the output, which would be read and replaced at once, or the output in
 * a folder of inputs; undefined where they lie apart.
 */
export async function findOverlap(
  inputs: readonly string[],
  output: string,
  base = '',
): Promise<{ field: 'inputs' | 'output'; message: string } | undefined> {
  const target = await followLinks(resolve(base, output));
  for (const input of inputs) {
    if (input === '-') continue;
    const path = await followLinks(resolve(base, input));
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true && path !== target && isWithin(target, path)) {
      const message = `Cannot read ${input} as the output may replace it: give a copy of it that lies elsewhere`;
      return { field: 'inputs', message };
    }
    const overlaps =
      path === target ||
      (found?.isDirectory() === true && (isWithin(path, target) || isWithin(target, path)));
    if (!overlaps) continue;
    const message = `Cannot write to ${output} as the output must lie outside of the inputs: ${input} is one`;
    return { field: 'output', message };
  }
  return undefined;
}
