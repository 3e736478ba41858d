import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand, scratchFolders, someEvents } from '../test/support/command.ts';
import { openDuck } from '../test/support/duckdb.ts';
import { randomOf } from '../test/support/random.ts';
import { serve, type Server } from '../test/support/serve.ts';
import { kilobytesOf, mountDisk, resizeDisk } from './support/disk.ts';
import { begin, checkFinished, checkLeft, checkRestarted } from './support/disturb.ts';
import { makeRuns, type Run } from './support/runs.ts';
import { ended, type Entry, follow, history, resume, start, until } from './support/service.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = randomOf(seed);
const newFolder = await scratchFolders('service-ends');
const duck = await openDuck();
after(() => duck[Symbol.asyncDispose]());
const runs = await makeRuns(20_000, newFolder, duck);

async function copyOf({ base }: Run): Promise<string> {
  const data = await newFolder();
  await cp(base, data, { recursive: true });
  return data;
}

/** Does something while a server stands still. */
async function whileStopped<T>({ pid }: Server, step: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    return await step();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

for (const [name, run] of Object.entries(runs)) {
  test(`SIGTERM in the middle of a job ends the server in good order, and the job goes on later: ${name} (SEED=${seed})`, async (t) => {
    for (let round = 0; round < 2; round++) {
      const share = random.unit();
      const data = await copyOf(run);
      const first = await serve(data);
      const id = (await begin(first, run, undefined)) as string;
      await sleep(share * run.duration);
      const { code, stderr } = await first.stop('SIGTERM');
      assert.equal(code, 0, stderr);
      const which = await checkLeft(data, run, duck);
      const second = await serve(data);
      const told = /^the server was stopped$/;
      const left = await checkRestarted(second, data, run, { duck, known: id, told });
      t.diagnostic(`at ${share.toFixed(2)}, ${left?.progress.stage}: the table of ${which}, ${left?.state}`);
      if (which === 'after') assert.equal(left?.state, 'SUCCEEDED');
      await begin(second, run, left);
      await checkFinished(second, data, run, { duck, id });
    }
  });
}

for (const [name, { restart }] of [
  ['append', { restart: false }],
  ['replace', { restart: true }],
  ['transformation', { restart: false }],
] as const) {
  const how = restart ? 'by another server ' : '';
  test(`a disk that is full in the middle of a job fails it, which changes nothing, and it is resumed ${how}once there is space: ${name}`, async (t) => {
    const run = runs[name];
    const data = await newFolder();
    const refused = await mountDisk(data, '100m');
    if (refused !== undefined) return t.skip(refused);
    await cp(run.base, data, { recursive: true });
    let server = await serve(data);
    // Both have written as much by the middle of their days.
    await resizeDisk(data, `${(await kilobytesOf(data)) + 2500}k`);
    const id = await start(server, run);
    const failed = await ended(server, id);
    assert.deepEqual([failed.state, failed.canResume], ['FAILED', true]);
    t.diagnostic(`${failed.progress.stage}: ${failed.error}`);
    assert.match(failed.error ?? '', /^Cannot write \S*\.staging\S*\/tasks\/\S+: no space left on device$/);
    assert.equal(await checkLeft(data, run, duck), 'before');
    assert.equal((await server.get('/cart/statistics')).status, 200);
    if (restart) await server.stop('SIGKILL');
    await resizeDisk(data, '200m');
    if (restart) server = await serve(data);
    await resume(server, id);
    await checkFinished(server, data, run, { duck, id });
  });
}

test('a second server of a folder is refused while a job runs, and harms nothing', async () => {
  const run = runs.append;
  const data = await copyOf(run);
  const server = await serve(data);
  const id = await start(server, run);
  await until(server, id, ({ state }) => state === 'RUNNING');
  const { code, stderr } = await whileStopped(server, () =>
    runCommand('serve', ['--data', data, '--port', '0']),
  );
  assert.equal(code, 1, stderr);
  assert.match(stderr, new RegExp(`held by process ${server.pid} .*\\(serve `));
  await checkFinished(server, data, run, { duck, id });
});

test('an import is refused while a generation runs, which ends as if nobody had come, and goes in later', async () => {
  const run = runs.append;
  const data = await copyOf(run);
  const file = join(await newFolder(), 'a.json');
  await writeFile(file, JSON.stringify(someEvents(200)));
  const args = [file, '--data', data];
  const server = await serve(data);
  const id = await start(server, run);
  // It holds the folder from its first step on.
  await until(server, id, ({ state, fraction }) => state === 'RUNNING' && fraction > 0);
  const { code, stderr } = await whileStopped(server, () => runCommand('import', args));
  assert.equal(code, 1, stderr);
  assert.match(stderr, new RegExp(`held by process ${server.pid} .*\\(generation of 20000 events`));
  await checkFinished(server, data, run, { duck, id });
  const later = await runCommand('import', args);
  assert.match(later.stdout, /^200 read = 200 written/, later.stderr);
});

test('subscribers see the connection end when the server is killed, and go on after their cursors without a gap', async () => {
  const run = runs.append;
  const data = await copyOf(run);
  let server = await serve(data);
  const id = await start(server, run);
  const heard: Entry[][] = Array.from({ length: 20 }, () => []);

  /** All of them listen, those who have heard something from there on. */
  function listen(): Promise<void>[] {
    return heard.map(async (entries) => {
      const cursor = entries.at(-1)?.cursor ?? null;
      for await (const entry of follow(server, id, { after: cursor })) entries.push(entry);
    });
  }

  for (const stage of ['GENERATE', 'DAYS']) {
    const listening = Promise.allSettled(listen());
    await until(server, id, (entry) => entry.stage === stage && entry.state === 'RUNNING');
    await server.stop('SIGKILL');
    for (const { status } of await listening) assert.equal(status, 'rejected');
    server = await serve(data);
    // Nothing comes after the interruption until somebody resumes it.
    await Promise.all(listen());
    for (const entries of heard) assert.equal(entries.at(-1)?.state, 'INTERRUPTED');
    await resume(server, id);
  }
  await Promise.all(listen());
  const log = await history(server, id);
  for (const entries of heard) assert.deepEqual(entries, log);
  await checkFinished(server, data, run, { duck, id });
});
