import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TransformationTask } from '../core/jobs/job.ts';
import type { WorkResult } from '../core/jobs/runner.ts';
import { readSnapshot } from '../core/lake/log.ts';
import { recover } from '../core/lake/publish.ts';
import { readRun } from '../core/plan/run-file.ts';
import type { RunRecord } from '../core/plan/run-record.ts';
import { TABLE } from '../core/plan/table-publication.ts';
import { fileStorage } from './files.ts';
import { whileLocked } from './lock.ts';

/**
 * Finishes what a transformation had committed when its server was killed, and says what it came to; null where there was
 * nothing to finish. What was not committed may be resumed.
 */
export async function finishTransformation(
  folder: string,
  { output, options }: TransformationTask,
): Promise<WorkResult | null> {
  const path = join(folder, output);
  const storage = fileStorage(path);
  if ((await readSnapshot(storage, TABLE)).version < 0) return null;
  return whileLocked(path, 'server start', async () => {
    if ((await recover(storage, TABLE, { keep: () => true })) === 'clean') return null;
    const record = await readRun(storage);
    if (record === undefined || !isDeepStrictEqual(record.options, options)) return null;
    const { version } = await readSnapshot(storage, TABLE);
    return transformationResult(record, { tableVersion: version, unchanged: false });
  });
}

/** What came of a transformation, as jobs say it. */
export function transformationResult(
  { counts }: RunRecord,
  { tableVersion, unchanged }: { tableVersion: number; unchanged: boolean },
): WorkResult {
  const { read, written, duplicates, conflicts, quarantined } = counts;
  return {
    result: { tableVersion, tableRows: written, unchanged },
    counts: { generated: 0, read, written, duplicates, already_there: 0, conflicts, quarantined },
  };
}
