import { join } from 'node:path';
import type { GenerationTask, JobCounts, TransformationTask } from '../core/jobs/job.ts';
import type { WorkContext, WorkResult } from '../core/jobs/runner.ts';
import { readSnapshot } from '../core/lake/log.ts';
import { expire } from '../core/lake/retention.ts';
import { EVENTS, importStaging } from '../core/plan/events-table.ts';
import { generateEvents } from '../core/plan/generate-events.ts';
import { generationName } from '../core/plan/generation.ts';
import { readImport } from '../core/plan/import-record.ts';
import { type ImportResult, resultOf } from '../core/plan/import-result.ts';
import { isGenerated } from '../core/plan/recover-events.ts';
import type { Storage } from '../core/storage/storage.ts';
import { fileStorage } from './files.ts';
import { gunzip } from './gunzip.ts';
import { gzipMember } from './gzip-member.ts';
import { sha256 } from './hasher.ts';
import type { JobSettings } from './job-messages.ts';
import { tempFolder } from './temp-folder.ts';
import { transformFolder } from './transform-folder.ts';
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
    openTemp: (name) => tempFolder(join(folder, importStaging(name), 'tasks')),
    compress: gzipMember,
    version: version(),
    now: () => new Date(),
    createHasher: sha256,
    gunzip,
    ...context,
  });
  // The events are there; files that are in nobody's way can go another time.
  await expire(data, EVENTS, new Date()).catch(() => {});
  return workResult(task, result);
}

/** What a generation came to that the table of a data folder was given at some time; null for one that it was not. */
export async function findGeneration(data: Storage, task: GenerationTask): Promise<WorkResult | null> {
  const name = await generationName(task);
  if (!(await isGenerated(data, name))) return null;
  const record = (await readImport(data, name)) ?? null;
  const { timeZone } = task.options;
  return workResult(task, resultOf(await readSnapshot(data, EVENTS), { record, unchanged: false, timeZone }));
}

function workResult(
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
