import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { GenerationTask, Job } from '../../src/core/jobs/job.ts';
import { firstRecord } from '../../src/core/jobs/states.ts';
import { jobStore } from '../../src/core/jobs/store.ts';
import type { LogEntry } from '../../src/app/log.ts';
import { importStaging } from '../../src/core/plan/events-table.ts';
import { generateEvents } from '../../src/core/plan/generate-events.ts';
import { RAW_FILE } from '../../src/core/plan/raw-file.ts';
import { fileStorage } from '../../src/node/files.ts';
import { openFolderJobs } from '../../src/node/folder-jobs.ts';
import { gzipMember } from '../../src/node/gzip-member.ts';
import { sha256 } from '../../src/node/hasher.ts';
import { lockFolder } from '../../src/node/lock.ts';
import { tempFolder } from '../../src/node/temp-folder.ts';
import { scratchFolders } from '../support/command.ts';
import { failingStorage } from '../support/failing-storage.ts';
import { UNTIL } from '../support/generated.ts';

const newFolder = await scratchFolders('folder-jobs');

const task: GenerationTask = {
  kind: 'generation',
  options: {
    count: 200,
    seed: 7,
    until: UNTIL,
    days: 1,
    profile: 'realistic',
    guests: 0.3,
    buyers: 0.03,
    abandonment: 0.7,
    timeZone: 'UTC',
  },
  mode: 'append',
  base: -1,
};

/** Generates into a folder whose storage takes so many changes, and gives how many of them are left. */
async function generate(folder: string, changes: number): Promise<number> {
  const counter = { changes };
  const { options, mode, base } = task;
  await generateEvents({
    data: failingStorage(fileStorage(folder), counter),
    options,
    mode,
    base,
    resume: false,
    openTemp: (name) => tempFolder(join(folder, importStaging(name), 'tasks')),
    resources: { chunkSize: 4096, memory: 512 },
    compress: gzipMember,
    version: '0.0.0',
    now: () => new Date('2025-11-24T00:00:00Z'),
    createHasher: sha256,
  });
  return counter.changes;
}

/** A job that a server has left running, as it was killed. */
async function leaveJob(folder: string): Promise<Job> {
  const store = jobStore(fileStorage(folder));
  const latest = firstRecord(UNTIL);
  const job: Job = { id: '0mwq9rd7n-70f50896', task, createdAt: UNTIL, latest, result: null };
  await store.create(job);
  const running = { ...latest, state: 'running', attempt: 1, startedAt: UNTIL } as const;
  await store.writeSegment(job.id, 0, { records: [running], result: null, durable: false });
  return job;
}

async function open(folder: string) {
  const log: LogEntry[] = [];
  const jobs = await openFolderJobs({
    folder,
    timeZone: 'UTC',
    now: () => new Date('2025-11-24T00:00:00Z'),
    log: (entry) => log.push(entry),
    patience: 1000,
  });
  return { jobs, log };
}

/** A folder in which a generation has committed, and was killed before its raw file was in place. */
async function committedFolder(): Promise<string> {
  const all = 1e6;
  const needed = all - (await generate(await newFolder(), all));
  for (let changes = needed - 1; ; changes--) {
    const folder = await newFolder();
    await assert.rejects(generate(folder, changes), /killed/);
    const names = await readdir(folder);
    assert.ok(names.includes('events'), 'it has committed at some number of changes');
    if (!names.includes(RAW_FILE)) return folder;
  }
}

test('openFolderJobs() finishes what a killed generation has committed: its job has succeeded', async () => {
  const folder = await committedFolder();
  const { id } = await leaveJob(folder);
  const { jobs, log } = await open(folder);
  assert.deepEqual(
    log.map(({ message }) => message),
    ['finished what was committed'],
  );
  assert.deepEqual((await readdir(folder)).toSorted(), [RAW_FILE, 'events', 'imports', 'jobs']);
  const job = await jobs.get(id);
  assert.equal(job?.latest.state, 'succeeded');
  assert.equal(job?.latest.counts.written, 200);
  assert.deepEqual(job?.result, { tableVersion: 0, tableRows: 200, unchanged: false });
  await jobs.close();
});

test('openFolderJobs() keeps what was not committed for those who resume it', async () => {
  const folder = await newFolder();
  await assert.rejects(generate(folder, 6), /killed/);
  const { id } = await leaveJob(folder);
  const { jobs, log } = await open(folder);
  assert.deepEqual(log, []);
  assert.deepEqual((await readdir(folder)).toSorted(), ['.staging-events', 'jobs']);
  assert.equal((await jobs.get(id))?.latest.state, 'interrupted');
  await jobs.close();
});

test('openFolderJobs() leaves a folder as it is while an import has it', async () => {
  const folder = await committedFolder();
  const lock = await lockFolder(folder, 'import a.json');
  const { jobs, log } = await open(folder);
  assert.equal(log.length, 1);
  assert.match(log[0]?.message ?? '', /held by process .* \(import a\.json\)/);
  assert.ok(!(await readdir(folder)).includes(RAW_FILE));
  await jobs.close();
  await lock.release();
});

test('openFolderJobs() opens jobs although the folder cannot be put in order, and says so', async () => {
  const folder = await newFolder();
  await generate(folder, 1e6);
  await writeFile(join(folder, 'events', '_delta_log', `${'1'.padStart(20, '0')}.json`), '{');
  const { jobs, log } = await open(folder);
  assert.deepEqual(
    log.map(({ level, message }) => `${level} ${message}`),
    ['error the data folder could not be put in order'],
  );
  assert.match(String(log[0]?.['error']), /_delta_log/);
  assert.equal((await jobs.list({ first: 1 })).total, 0);
  await jobs.close();
});
