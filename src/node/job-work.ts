import { join } from 'node:path';
import type { TransformationTask } from '../core/jobs/job.ts';
import type { WorkContext, WorkResult } from '../core/jobs/runner.ts';
import type { JobSettings } from './job-messages.ts';
import { transformFolder } from './transform-folder.ts';

type Context = Pick<WorkContext, 'onProgress' | 'signal'>;

/** Does the work of a job in a data folder; the caller has locked what it writes to. */
export async function doJob(settings: JobSettings, context: Context): Promise<WorkResult> {
  const { task } = settings;
  return task.kind === 'transformation' ? transformFiles(task, settings, context) : generate();
}

async function generate(): Promise<WorkResult> {
  throw new Error('Cannot generate yet');
}

async function transformFiles(
  { inputs, output, options }: TransformationTask,
  { folder, resume, resources }: JobSettings,
  context: Context,
): Promise<WorkResult> {
  const { record, report, tableVersion } = await transformFolder({
    inputs,
    inside: folder,
    output: join(folder, output),
    options,
    resources,
    resume,
    ...context,
  });
  const { read, written, duplicates, conflicts, quarantined } = record.counts;
  return {
    result: { tableVersion, tableRows: written, unchanged: report === null },
    counts: { generated: 0, read, written, duplicates, already_there: 0, conflicts, quarantined },
  };
}
