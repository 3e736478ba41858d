import type { GenerationTask, JobCounts } from '../core/jobs/job.ts';
import type { WorkResult } from '../core/jobs/runner.ts';
import { readSnapshot } from '../core/lake/log.ts';
import { EVENTS } from '../core/plan/events-table.ts';
import { generationName } from '../core/plan/generation.ts';
import { readImport } from '../core/plan/import-record.ts';
import { type ImportResult, resultOf } from '../core/plan/import-result.ts';
import { isGenerated } from '../core/plan/recover-events.ts';
import type { Storage } from '../core/storage/storage.ts';

/** What a generation came to that the table of a data folder was given at some time; null for one that it was not. */
export async function findGeneration(data: Storage, task: GenerationTask): Promise<WorkResult | null> {
  const name = await generationName(task);
  if (!(await isGenerated(data, name))) return null;
  const record = (await readImport(data, name)) ?? null;
  const { timeZone } = task.options;
  return generationResult(
    task,
    resultOf(await readSnapshot(data, EVENTS), { record, unchanged: false, timeZone }),
  );
}

/** What came of a generation, as jobs say it. */
export function generationResult(
  { options }: GenerationTask,
  { record, tableVersion, tableRows, unchanged }: ImportResult,
): WorkResult {
  const { read = 0, written = 0, duplicates = 0, already_there = 0 } = record?.counts ?? {};
  const { conflicts = 0, quarantined = 0 } = record?.counts ?? {};
  const counts: JobCounts = {
    generated: options.count,
    read,
    written,
    duplicates,
    already_there,
    conflicts,
    quarantined,
  };
  return { result: { tableVersion, tableRows, unchanged }, counts };
}
