import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { lockFolder } from '../../src/node/lock.ts';

const scratch = await mkdtemp(path.join(tmpdir(), 'lock-'));
const children: ChildProcess[] = [];
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(scratch, { recursive: true });
});

const newFolder = () => mkdtemp(path.join(scratch, 'out-'));
const lockModule = new URL('../../src/node/lock.ts', import.meta.url).href;

/** A process that locks a folder, says how that went, and stays. */
function spawnLocker(folder: string): ChildProcess {
  const program = `
    const { lockFolder } = await import(${JSON.stringify(lockModule)});
    const result = await lockFolder(${JSON.stringify(folder)}, 'a child').then(() => 'held', (error) => error.message);
    process.stdout.write(result);
    setInterval(() => {}, 1000);
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function answer(child: ChildProcess): Promise<string> {
  const [data] = (await once(child.stdout!, 'data')) as [Buffer];
  return data.toString();
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('lockFolder() tells a second one who holds the folder, and lets it in after the release', async () => {
  const folder = path.join(await newFolder(), 'not', 'there', 'yet');
  const lock = await lockFolder(folder, 'transform --output out');
  await assert.rejects(lockFolder(folder, 'another'), (error: Error) => {
    assert.ok(
      error.message.startsWith(`Cannot lock ${folder} as one run at a time may use it: held by process `),
    );
    assert.ok(error.message.includes(`process ${process.pid} on ${hostname()} since 2`));
    assert.match(error.message, /\(transform --output out\); if that one is gone, remove .*\.lock-1$/);
    return true;
  });
  await lock.release();
  await lock.release();
  assert.deepEqual(await readdir(folder), []);
  await (await lockFolder(folder, 'another')).release();
});

test('lockFolder() takes over from a process that was killed', async () => {
  const folder = await newFolder();
  const child = spawnLocker(folder);
  assert.equal(await answer(child), 'held');
  await assert.rejects(lockFolder(folder, 'too early'), new RegExp(`held by process ${child.pid} `));
  await kill(child);
  const lock = await lockFolder(folder, 'later');
  assert.deepEqual(await readdir(folder), ['.lock-2']);
  await lock.release();
});

test('lockFolder() removes what a killed process had not finished of its lock, and nothing else', async () => {
  const folder = await newFolder();
  const child = spawnLocker(folder);
  assert.equal(await answer(child), 'held');
  const lock = await readFile(path.join(folder, '.lock-1'));
  await writeFile(path.join(folder, '.tmp-left'), lock);
  await writeFile(path.join(folder, '.tmp-events'), '[');
  await kill(child);
  const own = JSON.stringify({ pid: process.pid, host: hostname(), born: null, since: '', what: '' });
  await writeFile(path.join(folder, '.tmp-living'), own);
  const { release } = await lockFolder(folder, 'a test');
  await release();
  assert.deepEqual((await readdir(folder)).toSorted(), ['.tmp-events', '.tmp-living']);
});

test('lockFolder() lets one of many take over at once', async () => {
  const folder = await newFolder();
  const child = spawnLocker(folder);
  await answer(child);
  await kill(child);
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => lockFolder(folder, `${i}`)));
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('lockFolder() lets one of several processes take over at once', async () => {
  const folder = await newFolder();
  const first = spawnLocker(folder);
  await answer(first);
  await kill(first);
  const rivals = Array.from({ length: 4 }, () => spawnLocker(folder));
  const answers = await Promise.all(rivals.map(answer));
  await Promise.all(rivals.map(kill));
  assert.deepEqual(answers.filter((text) => text === 'held').length, 1, answers.join('\n'));
});

test('lockFolder() never lets two in, whoever comes and goes', async () => {
  const folder = await newFolder();
  let inside = 0;
  let entries = 0;
  const visitor = async (): Promise<void> => {
    for (let round = 0; round < 40; round++) {
      const lock = await lockFolder(folder, 'a visit').catch(() => undefined);
      if (lock === undefined) continue;
      assert.equal(++inside, 1);
      entries++;
      await readdir(folder);
      inside--;
      await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 8 }, visitor));
  assert.ok(entries > 0);
  assert.deepEqual(await readdir(folder), []);
});

test(
  'lockFolder() knows a process from a later one of the same pid',
  { skip: process.platform !== 'linux' },
  async () => {
    const folder = await newFolder();
    const lock = await lockFolder(folder, 'now');
    const file = path.join(folder, '.lock-1');
    const holder = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await lock.release();
    await writeFile(file, JSON.stringify({ ...holder, born: 'another boot 1' }));
    await (await lockFolder(folder, 'later')).release();
  },
);

test('lockFolder() leaves alone what it cannot judge', async () => {
  const folder = await newFolder();
  const file = path.join(folder, '.lock-1');
  const distant = { pid: 1, host: 'elsewhere', born: null, since: '2025-01-01T00:00:00.000Z', what: 'x' };
  for (const [content, who] of [
    [JSON.stringify(distant), /process 1 on elsewhere since 2025/],
    ['{"pid":', /held by somebody; if that one is gone, remove/],
  ] as const) {
    await writeFile(file, content);
    await assert.rejects(lockFolder(folder, 'y'), who);
    assert.deepEqual(await readdir(folder), ['.lock-1']);
  }
});
