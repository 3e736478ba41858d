import { isCommitted, recoverAppends } from '../lake/append.ts';
import { readSnapshot } from '../lake/log.ts';
import type { Storage } from '../storage/storage.ts';
import { EVENTS, importAppId } from './events-table.ts';

/**
 * Puts in order what killed imports and generations have left in a data folder: what was committed is finished, raw file and
 * record and all; of what was not, everything is removed but what belongs to the names to `keep`, which may be resumed. Nobody may
 * be importing. Returns whether there was something to finish.
 */
export function recoverEvents(
  data: Storage,
  options: { keep?: (name: string) => boolean } = {},
): Promise<'clean' | 'finished'> {
  return recoverAppends(data, EVENTS, options);
}

/** Whether a generation, or another import, was ever committed to the table, whatever became of its rows since. */
export async function isGenerated(data: Storage, name: string): Promise<boolean> {
  const transaction = { appId: importAppId(name), version: 1 };
  return isCommitted({ transaction }, await readSnapshot(data, EVENTS));
}
