import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { GenerationTask, JobTask, TransformationTask } from '../../src/core/jobs/job.ts';
import type { WorkProgress, WorkResult } from '../../src/core/jobs/runner.ts';
import { readSnapshot } from '../../src/core/lake/log.ts';
import { EVENTS, zoneOf } from '../../src/core/plan/events-table.ts';
import { fileStorage } from '../../src/node/files.ts';
import { findGeneration } from '../../src/node/generation-result.ts';
import { jobThreads, type JobThreadOptions } from '../../src/node/job-thread.ts';
import { lockFolder } from '../../src/node/lock.ts';
import { dataOf, runCommand, scratchFolders, someEvents } from '../support/command.ts';
import { generatedLines, UNTIL } from '../support/generated.ts';

const newFolder = await scratchFolders('job-thread');

async function dataFolder(lines: readonly string[]): Promise<string> {
  const folder = await newFolder();
  await writeFile(join(folder, 'raw.json'), lines.join('\n'));
  return folder;
}

const task: TransformationTask = {
  kind: 'transformation',
  inputs: ['raw.json'],
  output: 'out',
  options: { timeZone: 'UTC', dropGuests: false, notAfter: null },
};

const generation: GenerationTask = {
  kind: 'generation',
  options: {
    count: 2000,
    seed: 7,
    until: UNTIL,
    days: 4,
    profile: 'realistic',
    guests: 0.3,
    buyers: 0.03,
    abandonment: 0.7,
    timeZone: 'Asia/Tokyo',
  },
  mode: 'append',
  base: -1,
};

interface Watched {
  ended: Promise<WorkResult>;
  progress: WorkProgress[];
  controller: AbortController;
}

/** Runs a task; `onProgress` hears of it as it comes. */
function run(
  options: JobThreadOptions,
  { resume = false, onProgress }: { resume?: boolean; onProgress?: (it: WorkProgress) => void } = {},
  of: JobTask = task,
): Watched {
  const controller = new AbortController();
  const progress: WorkProgress[] = [];
  const ended = jobThreads(options).run(of, {
    resume,
    signal: controller.signal,
    onBeat() {},
    onProgress(it) {
      progress.push(it);
      onProgress?.(it);
    },
  });
  return { ended, progress, controller };
}

const { lines } = await generatedLines({ count: 3000, days: 3, chaos: { duplicate: 0.02 } });

describe('jobThreads()', () => {
  test('transforms files of a data folder as the command does, and tells how far it is', async () => {
    const folder = await dataFolder(lines);
    const { ended, progress } = run({ folder });
    const { result, counts } = await ended;
    const { read, written, duplicates, conflicts, quarantined } = counts;
    assert.equal(read, lines.length);
    assert.equal(read, written + duplicates + conflicts + quarantined);
    assert.ok(duplicates > 0);
    assert.deepEqual(result, { tableVersion: 0, tableRows: written, unchanged: false });

    const steps = [...new Set(progress.map(({ step }) => step))];
    assert.deepEqual(steps, ['check', 'read', 'ids', 'sessions', 'join', 'days', 'publish']);
    for (const step of steps) {
      const of = progress.filter((it) => it.step === step);
      assert.equal(of.at(-1)?.done, of.at(-1)?.total, `the last of ${step}`);
      const done = of.map((it) => it.done);
      assert.deepEqual(
        done,
        done.toSorted((a, b) => a - b),
        step,
      );
    }

    const wanted = join(await newFolder(), 'out');
    const { code, stderr } = await runCommand('transform', ['--input', 'raw.json', '--output', wanted], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    assert.deepEqual(await dataOf(join(folder, 'out')), await dataOf(wanted));
    const record = async (output: string) =>
      (JSON.parse(await readFile(join(output, 'run.json'), 'utf8')) as { run: string }).run;
    assert.equal(await record(join(folder, 'out')), await record(wanted), 'it is the same run');

    const again = await run({ folder }).ended;
    assert.deepEqual(again.result, { ...result, unchanged: true });
    assert.deepEqual((await readdir(folder)).toSorted(), ['out', 'raw.json']);
  });

  test('stops when it is told to, keeps what is done for a resume, and throws it away when asked', async () => {
    const folder = await dataFolder(lines);
    const runner = jobThreads({ folder });
    const stopAt = async (step: WorkProgress['step']): Promise<void> => {
      const watched = run({ folder }, { onProgress });
      function onProgress(it: WorkProgress): void {
        if (it.step === step) watched.controller.abort(new Error('enough'));
      }
      await assert.rejects(watched.ended, /^Error: enough$/);
    };
    await stopAt('ids');
    assert.deepEqual(await readdir(join(folder, 'out')), ['.staging']);
    const resumed = run({ folder }, { resume: true });
    assert.equal((await resumed.ended).counts.read, lines.length);
    const whole = await dataFolder(lines);
    await run({ folder: whole }).ended;
    assert.deepEqual(await dataOf(join(folder, 'out')), await dataOf(join(whole, 'out')));

    await writeFile(join(folder, 'raw.json'), lines.slice(1).join('\n'));
    const before = await dataOf(join(folder, 'out'));
    await stopAt('ids');
    await runner.discard(task);
    assert.deepEqual(await dataOf(join(folder, 'out')), before);
    await runner.discard({ ...task, output: 'never' });
    assert.deepEqual((await readdir(folder)).toSorted(), ['out', 'raw.json']);
  });

  test('says what its work failed of, and lets the next one in', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'raw.json'), '[{"event_id": ');
    await assert.rejects(run({ folder }).ended, (error: Error) => {
      assert.match(error.message, /raw\.json/);
      assert.match(error.stack ?? '', /\n {4}at .*read-exact/);
      return true;
    });
    await writeFile(join(folder, 'raw.json'), JSON.stringify(someEvents(9)));
    assert.equal((await run({ folder }).ended).counts.written, 9);
  });

  test('lets the next one in after a thread that died', async () => {
    // Each is an object until all of its piece are read; less memory would be too little for the program itself, which V8 ends as a whole.
    const strange = Array.from({ length: 200_000 }, (_, i) => `{"number":${i},"list":[${i}]}`);
    const folder = await dataFolder(strange);
    await assert.rejects(run({ folder, heap: 48 }).ended, /may hold 48 MB/);
    await writeFile(join(folder, 'raw.json'), lines.join('\n'));
    assert.equal((await run({ folder }).ended).counts.read, lines.length);
  });

  test('leaves an output alone that somebody else works on', async () => {
    const folder = await dataFolder(lines);
    const lock = await lockFolder(join(folder, 'out'), 'transform --output /home/me/out');
    const told = {
      name: 'UnavailableError',
      message:
        /^Cannot start a transformation as its output must be free: it is in use by transform since 2\S+$/,
    };
    await assert.rejects(run({ folder }).ended, told);
    await assert.rejects(jobThreads({ folder }).check(task), told);
    await jobThreads({ folder }).discard(task);
    await lock.release();
    await run({ folder }).ended;
  });

  test('checks that inputs and output of a transformation lie in the data folder, apart', async () => {
    const folder = await dataFolder(lines.slice(0, 3));
    const elsewhere = await newFolder();
    await writeFile(join(elsewhere, 'x.json'), '[]');
    await mkdir(join(folder, 'raw'));
    await mkdir(join(folder, 'events'));
    await writeFile(join(folder, 'raw', 'a.json'), '[]');
    await symlink(elsewhere, join(folder, 'link'));
    await symlink(join(folder, 'events'), join(folder, 'disguise'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
    await symlink(join(elsewhere, 'nowhere'), join(folder, 'lost'));
    await symlink('loop', join(folder, 'loop'));
    const runner = jobThreads({ folder });
    const cases: [inputs: string[], output: string, field?: string, told?: RegExp][] = [
      [['raw.json'], 'out'],
      [['raw.json', 'raw'], 'deep/er/out'],
      [['none.json'], 'out', 'inputs', /none\.json .*does not exist/],
      [['link/x.json'], 'out', 'inputs', /link\/x\.json .*leads out of it/],
      [['../x.json'], 'out', 'inputs', /leads out of it/],
      [[join(elsewhere, 'x.json')], 'out', 'inputs', /leads out of it/],
      [['-'], 'out', 'inputs', /does not exist/],
      [['raw.json'], 'link', 'output', /link .*leads out of it/],
      [['raw.json'], 'link/out', 'output', /leads out of it/],
      [['raw.json'], '../out', 'output', /leads out of it/],
      [['raw.json'], '', 'output', /it is the data folder/],
      [['raw.json'], 'events', 'output', /events belongs to the server/],
      [['raw.json'], 'disguise/x', 'output', /events belongs to the server/],
      [['raw.json'], '.server', 'output', /belongs to the server/],
      [['raw.json'], 'raw.json', 'output', /it is a file/],
      [['raw.json'], 'raw.json/x', 'output', /raw\.json is a file/],
      [['raw.json'], 'dangling', 'output', /it is a link that leads nowhere/],
      [['raw.json'], 'dangling/x', 'output', /dangling is a link that leads nowhere/],
      [['raw.json'], 'lost', 'output', /it is a link that leads nowhere/],
      [['raw.json'], 'loop/x', 'output', /loop is a link that leads nowhere/],
      [['raw'], 'raw/out', 'output', /outside of the inputs/],
      [['raw/a.json'], 'raw', 'inputs', /may replace it/],
    ];
    for (const [inputs, output, field, told] of cases) {
      const found = await runner.check({ ...task, inputs, output });
      assert.equal(found?.field, field, JSON.stringify([inputs, output, found]));
      if (told !== undefined) assert.match(found?.message ?? '', told);
      if (told !== undefined) {
        await assert.rejects(run({ folder }, {}, { ...task, inputs, output }).ended, told);
      }
    }
    assert.deepEqual(await readdir(elsewhere), ['x.json']);
  });

  test('keeps the outputs of transformations apart', async () => {
    const folder = await dataFolder(lines.slice(0, 3));
    await run({ folder }).ended;
    const runner = jobThreads({ folder });
    assert.equal(await runner.check(task), undefined, 'the same output may be written again');
    for (const output of ['out/cart_events_cleaned', 'out/cart_events_cleaned/x', 'out/x/y']) {
      const message = `Cannot write to ${output} as outputs must lie apart: out/run.json is that of another one`;
      assert.deepEqual(await runner.check({ ...task, output }), { field: 'output', message });
      await assert.rejects(run({ folder }, {}, { ...task, output }).ended, { message });
    }
    for (const inner of ['around/cart_events_cleaned', 'beside/x']) {
      await run({ folder }, {}, { ...task, output: inner }).ended;
    }
    assert.equal(await runner.check({ ...task, output: 'beside' }), undefined);
    assert.deepEqual(await runner.check({ ...task, output: 'around' }), {
      field: 'output',
      message:
        'Cannot write to around as outputs must lie apart: around/cart_events_cleaned/run.json is that of another one',
    });
  });

  test('leaves a run.json alone that it has not written', async () => {
    const folder = await dataFolder(lines.slice(0, 3));
    await mkdir(join(folder, 'out'));
    for (const text of ['', 'null', '{"outputs":[]}', '{"run":"1","outputs":[{"path":"../x","bytes":1}]}']) {
      await writeFile(join(folder, 'out', 'run.json'), text);
      assert.deepEqual(await jobThreads({ folder }).check(task), {
        field: 'output',
        message:
          'Cannot write to out: Cannot read run.json as it must be the record of a transform: it is another file, to be moved away',
      });
      assert.equal(await readFile(join(folder, 'out', 'run.json'), 'utf8'), text);
    }
  });

  test('tells of no path above the data folder where it fails', async () => {
    const folder = await dataFolder(lines);
    const aside = join(folder, 'events');
    await writeFile(aside, 'no folder');
    await assert.rejects(run({ folder }, {}, generation).ended, (error: Error) => {
      assert.ok(error.message.startsWith('Cannot '), error.message);
      assert.ok(!error.message.includes(folder), error.message);
      return true;
    });
  });

  test('generates events into the table and the raw file, and tells how far it is', async () => {
    const folder = await newFolder();
    const others: Promise<unknown>[] = [];
    function onProgress(): void {
      others[0] ??= assert.rejects(lockFolder(folder, 'import'), /\(generation of 2000 events with seed 7\)/);
    }
    const { ended, progress } = run({ folder }, { onProgress }, generation);
    const { result, counts } = await ended;
    assert.equal(others.length, 1);
    await others[0];
    const none = { duplicates: 0, already_there: 0, conflicts: 0, quarantined: 0 };
    assert.deepEqual(counts, { generated: 2000, read: 2000, written: 2000, ...none });
    assert.deepEqual(result, { tableVersion: 0, tableRows: 2000, unchanged: false });
    const steps = [...new Set(progress.map(({ step }) => step))];
    assert.deepEqual(steps, ['generate', 'check', 'read', 'ids', 'days', 'publish']);
    assert.deepEqual((await readdir(folder)).toSorted(), ['cart_events.json.gz', 'events', 'imports']);
    const raw = gunzipSync(await readFile(join(folder, 'cart_events.json.gz')));
    assert.equal((JSON.parse(raw.toString()) as unknown[]).length, 2000);
    const snapshot = await readSnapshot(fileStorage(folder), EVENTS);
    assert.equal(zoneOf(snapshot), 'Asia/Tokyo');
    assert.deepEqual(await findGeneration(fileStorage(folder), generation), { result, counts });
    assert.equal(await findGeneration(fileStorage(folder), { ...generation, base: 0 }), null);

    const again = await run({ folder }, {}, generation).ended;
    assert.deepEqual(again, { result: { ...result, unchanged: true }, counts });
    const more: GenerationTask = { ...generation, base: 0, options: { ...generation.options, seed: 8 } };
    assert.deepEqual((await run({ folder }, {}, more).ended).result, {
      tableVersion: 1,
      tableRows: 4000,
      unchanged: false,
    });
  });

  test('resumes a generation to the same bytes, and throws one away that nobody wants', async () => {
    const stop = async (folder: string): Promise<void> => {
      const watched = run({ folder }, { onProgress }, generation);
      function onProgress(it: WorkProgress): void {
        if (it.step === 'check') watched.controller.abort(new Error('enough'));
      }
      await assert.rejects(watched.ended, /^Error: enough$/);
    };
    const [resumed, whole, unwanted] = await Promise.all([newFolder(), newFolder(), newFolder()]);
    await stop(resumed);
    assert.deepEqual(await readdir(resumed), ['.staging-events']);
    await run({ folder: resumed }, { resume: true }, generation).ended;
    await run({ folder: whole }, {}, generation).ended;
    assert.deepEqual(await contentOf(resumed), await contentOf(whole));

    await stop(unwanted);
    const other = { ...generation, base: 5 };
    await jobThreads({ folder: unwanted }).discard(other);
    assert.deepEqual(await readdir(unwanted), ['.staging-events'], 'that of others stays');
    await jobThreads({ folder: unwanted }).discard(generation);
    assert.deepEqual(await readdir(unwanted), []);
  });

  test('refuses to append to a raw file of somebody else, before it starts and when it runs', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'cart_events.json.gz'), gzipSync('[]'));
    const runner = jobThreads({ folder });
    const obstacle = await runner.check(generation);
    assert.equal(obstacle?.field, 'method');
    assert.match(obstacle?.message ?? '', /^Cannot append to cart_events\.json\.gz /);
    await assert.rejects(run({ folder }, {}, generation).ended, /Cannot append to cart_events\.json\.gz /);
    assert.equal(await runner.check({ ...generation, mode: 'replace' }), undefined);
    assert.deepEqual(await readdir(folder), ['cart_events.json.gz']);
  });

  test('generates nothing while an import has the folder', async () => {
    const folder = await newFolder();
    const lock = await lockFolder(folder, 'import /home/me/a.json');
    const told = {
      name: 'UnavailableError',
      message:
        /^Cannot start a generation as the data folder must be free: it is in use by import since 2\S+$/,
    };
    await assert.rejects(run({ folder }, {}, generation).ended, told);
    await assert.rejects(jobThreads({ folder }).check(generation), told);
    await lock.release();
    assert.deepEqual(await readdir(folder), []);
  });
});

/** All files of a data folder, but those that hold times: the log, and records of imports. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await dataOf(folder));
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('imports/')));
}
