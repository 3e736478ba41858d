import { RAW_FILE } from '../plan/raw-file.ts';
import { openZone } from '../time/zone.ts';
import type { TransformationTask } from './job.ts';
import { checkPaths } from './job-paths.ts';
import type { Invalid, TransformationWish } from './jobs.ts';

/** The task of a transformation, or what of the wish is wrong. */
export function settleTransformation(
  wish: TransformationWish & { timeZone: string },
): TransformationTask | Invalid {
  const { inputs = [RAW_FILE], output = 'out', timeZone, dropGuests = false, notAfter = null } = wish;
  const problem = checkPaths(inputs, output);
  if (problem !== undefined) return { outcome: 'invalid', ...problem };
  if (notAfter !== null && !Number.isSafeInteger(notAfter)) {
    return {
      outcome: 'invalid',
      field: 'notAfter',
      message: `Cannot transform as notAfter must be a whole number of microseconds: ${notAfter}`,
    };
  }
  try {
    const options = { timeZone: openZone(timeZone).name, dropGuests, notAfter };
    return { kind: 'transformation', inputs: [...inputs], output, options };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { outcome: 'invalid', field: 'timeZone', message: error.message };
  }
}
