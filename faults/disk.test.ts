import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import type { GenerationTask } from '../src/core/jobs/job.ts';
import { jobThreads } from '../src/node/job-thread.ts';
import { generatedLines, UNTIL } from '../test/support/generated.ts';
import { dataOf, hashesOf, runCommand, scratchFolders, someEvents } from '../test/support/command.ts';

const run = promisify(execFile);
const newFolder = await scratchFolders('disk');
const folder = await newFolder();
const [small, large] = [join(folder, 'small.json'), join(folder, 'large.ndjson')];
await writeFile(small, JSON.stringify(someEvents(200)));
await writeFile(large, (await generatedLines({ count: 20_000 })).lines.join('\n'));

/** Mounts a file system in memory; why not, where that is not possible. */
async function mount(size: string): Promise<{ disk: string; refused?: string }> {
  const disk = await newFolder();
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
  } catch (error) {
    return { disk, refused: `tmpfs cannot be mounted here: ${String(error)}` };
  }
  after(() => run('umount', ['-l', disk]));
  return { disk };
}

test('transform on a full disk says so, keeps the former output, and succeeds once there is space', async (t) => {
  const { disk, refused } = await mount('2m');
  if (refused !== undefined) return t.skip(refused);
  const output = join(disk, 'out');
  const first = await runCommand('transform', ['--input', small, '--output', output]);
  assert.equal(first.code, 0, first.stderr);
  const before = await hashesOf(output);
  const args = ['--input', large, '--output', output];
  const full = await runCommand('transform', args);
  assert.equal(full.code, 1, full.stderr);
  assert.match(full.stderr, /transform: Cannot write \S+: no space left on device/);
  assert.doesNotMatch(full.stderr, /\n {4}at /);
  const left = Object.entries(await hashesOf(output)).filter(([path]) => !path.startsWith('.staging/'));
  assert.deepEqual(Object.fromEntries(left), before);

  await run('mount', ['-o', 'remount,size=200m', disk]);
  const resumed = await runCommand('transform', [...args, '--resume']);
  assert.equal(resumed.code, 0, resumed.stderr);
  const wanted = await newFolder();
  await runCommand('transform', ['--input', large, '--output', wanted]);
  assert.deepEqual(await dataOf(output), await dataOf(wanted));
});

test('generate on a full disk says so and leaves the files of before, with threads and without', async (t) => {
  const { disk, refused } = await mount('2m');
  if (refused !== undefined) return t.skip(refused);
  const args = ['--output', join(disk, 'a.json.gz'), '--seed', '1', '--force'];
  const first = await runCommand('generate', [...args, '--count', '100']);
  assert.equal(first.code, 0, first.stderr);
  const before = await hashesOf(disk);
  for (const workers of ['1', '2']) {
    const full = await runCommand('generate', [...args, '--count', '90000', '--workers', workers]);
    assert.equal(full.code, 1, full.stderr);
    assert.match(full.stderr, /generate: Cannot write a\.json\.gz: no space left on device/);
    assert.doesNotMatch(full.stderr, /\n {4}at /);
    assert.deepEqual(await hashesOf(disk), before);
  }
});

test('transform with a full --temp-dir says so and leaves the output as it was', async (t) => {
  const { disk, refused } = await mount('1m');
  if (refused !== undefined) return t.skip(refused);
  const output = await newFolder();
  await runCommand('transform', ['--input', small, '--output', output]);
  const before = await hashesOf(output);
  const { code, stderr } = await runCommand('transform', [
    '--input',
    large,
    '--output',
    output,
    '--temp-dir',
    disk,
  ]);
  assert.equal(code, 1, stderr);
  assert.match(stderr, /Cannot write \S+: no space left on device/);
  assert.deepEqual(await hashesOf(output), before);
});

test('transform takes a --temp-dir on another file system, and leaves nothing there', async (t) => {
  const { disk, refused } = await mount('200m');
  if (refused !== undefined) return t.skip(refused);
  const [output, wanted] = [await newFolder(), await newFolder()];
  await runCommand('transform', ['--input', large, '--output', wanted]);
  const { code, stderr } = await runCommand('transform', [
    '--input',
    large,
    '--output',
    output,
    '--temp-dir',
    disk,
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(await dataOf(output), await dataOf(wanted));
  assert.deepEqual(await readdir(disk), []);
});

test('a generation on a full disk says what it could not write, and goes on once there is space', async (t) => {
  const { disk, refused } = await mount('3m');
  if (refused !== undefined) return t.skip(refused);
  const task: GenerationTask = {
    kind: 'generation',
    options: {
      count: 100_000,
      seed: 1,
      until: UNTIL,
      days: 3,
      profile: 'realistic',
      guests: 0.3,
      buyers: 0.03,
      abandonment: 0.7,
      timeZone: 'UTC',
    },
    mode: 'append',
    base: -1,
  };
  const { signal } = new AbortController();
  const context = { signal, onBeat() {}, onProgress() {} };
  const threads = jobThreads({ folder: disk });
  await assert.rejects(
    threads.run(task, { ...context, resume: false }),
    /^Error: Cannot write \.staging-events\/[0-9a-f]+\/tasks\/\S+: no space left on device$/,
  );
  assert.deepEqual(await readdir(disk), ['.staging-events']);
  await run('mount', ['-o', 'remount,size=200m', disk]);
  const { counts } = await threads.run(task, { ...context, resume: true });
  assert.equal(counts.written, 100_000);
  assert.deepEqual((await readdir(disk)).toSorted(), ['cart_events.json.gz', 'events', 'imports']);
});
