import { join } from 'node:path';
import type { GenerationTask, TransformationTask } from '../core/jobs/job.ts';
import type { WorkContext, WorkResult } from '../core/jobs/runner.ts';
import { expire } from '../core/lake/retention.ts';
import { EVENTS, importStaging } from '../core/plan/events-table.ts';
import { generateEvents } from '../core/plan/generate-events.ts';
import { fileStorage } from './files.ts';
import { generationResult } from './generation-result.ts';
import { gunzip } from './gunzip.ts';
import { gzipMember } from './gzip-member.ts';
import { sha256 } from './hasher.ts';
import type { JobSettings } from './job-messages.ts';
import { tempFolder } from './temp-folder.ts';
import { transformFolder } from './transform-folder.ts';
import { transformationResult } from './transformation-result.ts';
import { version } from './version.ts';

type Context = Pick<WorkContext, 'onProgress' | 'signal'>;

/** Does the work of a job in a data folder; the caller has locked what it writes to. */
export function doJob(settings: JobSettings, context: Context): Promise<WorkResult> {
  const { task } = settings;
  return task.kind === 'generation'
    ? generate(task, settings, context)
    : transformFiles(task, settings, context);
}

async function generate(
  task: GenerationTask,
  { folder, resume, resources }: JobSettings,
  context: Context,
): Promise<WorkResult> {
  const { options, mode, base } = task;
  const data = fileStorage(folder);
  const result = await generateEvents({
    data,
    options,
    mode,
    base,
    resume,
    resources,
    openTemp: (name) => {
      const tasks = `${importStaging(name)}/tasks`;
      return tempFolder(join(folder, tasks), `${tasks}/`);
    },
    compress: gzipMember,
    version: version(),
    now: () => new Date(),
    createHasher: sha256,
    gunzip,
    ...context,
  });
  // The events are there; files that are in nobody's way can go another time.
  await expire(data, EVENTS, new Date()).catch(() => {});
  return generationResult(task, result);
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
  return transformationResult(record, { tableVersion, unchanged: report === null });
}
