import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TransformationTask } from '../../src/core/jobs/job.ts';
import type { WorkProgress, WorkResult } from '../../src/core/jobs/runner.ts';
import { jobThreads, type JobThreadOptions } from '../../src/node/job-thread.ts';
import { lockFolder } from '../../src/node/lock.ts';
import { dataOf, runCommand, scratchFolders, someEvents } from '../support/command.ts';
import { generatedLines } from '../support/generated.ts';

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

interface Watched {
  ended: Promise<WorkResult>;
  progress: WorkProgress[];
  controller: AbortController;
}

/** Runs a task; `onProgress` hears of it as it comes. */
function run(
  options: JobThreadOptions,
  { resume = false, onProgress }: { resume?: boolean; onProgress?: (it: WorkProgress) => void } = {},
  of: TransformationTask = task,
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
    const { ended, progress } = run({ folder, timeZone: 'UTC' });
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

    const again = await run({ folder, timeZone: 'UTC' }).ended;
    assert.deepEqual(again.result, { ...result, unchanged: true });
    assert.deepEqual((await readdir(folder)).toSorted(), ['out', 'raw.json']);
  });

  test('stops when it is told to, keeps what is done for a resume, and throws it away when asked', async () => {
    const folder = await dataFolder(lines);
    const runner = jobThreads({ folder, timeZone: 'UTC' });
    const stopAt = async (step: WorkProgress['step']): Promise<void> => {
      const watched = run({ folder, timeZone: 'UTC' }, { onProgress });
      function onProgress(it: WorkProgress): void {
        if (it.step === step) watched.controller.abort(new Error('enough'));
      }
      await assert.rejects(watched.ended, /^Error: enough$/);
    };
    await stopAt('ids');
    assert.deepEqual(await readdir(join(folder, 'out')), ['.staging']);
    const resumed = run({ folder, timeZone: 'UTC' }, { resume: true });
    assert.equal((await resumed.ended).counts.read, lines.length);
    const whole = await dataFolder(lines);
    await run({ folder: whole, timeZone: 'UTC' }).ended;
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
    await assert.rejects(run({ folder, timeZone: 'UTC' }).ended, (error: Error) => {
      assert.match(error.message, /raw\.json/);
      assert.match(error.stack ?? '', /\n {4}at .*read-exact/);
      return true;
    });
    await writeFile(join(folder, 'raw.json'), JSON.stringify(someEvents(9)));
    assert.equal((await run({ folder, timeZone: 'UTC' }).ended).counts.written, 9);
  });

  test('lets the next one in after a thread that died', async () => {
    const folder = await dataFolder(lines);
    await assert.rejects(run({ folder, timeZone: 'UTC', heap: 12 }).ended, /may hold 12 MB/);
    assert.equal((await run({ folder, timeZone: 'UTC' }).ended).counts.read, lines.length);
  });

  test('leaves an output alone that somebody else works on', async () => {
    const folder = await dataFolder(lines);
    const lock = await lockFolder(join(folder, 'out'), 'a transform');
    await assert.rejects(run({ folder, timeZone: 'UTC' }).ended, /held by process \d+ .*\(a transform\)/);
    await jobThreads({ folder, timeZone: 'UTC' }).discard(task);
    await lock.release();
    await run({ folder, timeZone: 'UTC' }).ended;
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
    const runner = jobThreads({ folder, timeZone: 'UTC' });
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
      [['raw'], 'raw/out', 'output', /outside of the inputs/],
      [['raw/a.json'], 'raw', 'inputs', /may replace it/],
    ];
    for (const [inputs, output, field, told] of cases) {
      const found = await runner.check({ ...task, inputs, output });
      assert.equal(found?.field, field, JSON.stringify([inputs, output, found]));
      if (told !== undefined) assert.match(found?.message ?? '', told);
      if (told !== undefined) {
        await assert.rejects(run({ folder, timeZone: 'UTC' }, {}, { ...task, inputs, output }).ended, told);
      }
    }
    assert.deepEqual(await readdir(elsewhere), ['x.json']);
  });
});
