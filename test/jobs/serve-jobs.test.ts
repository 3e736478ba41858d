import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createClient } from 'graphql-sse';
import { readSnapshot } from '../../src/core/lake/log.ts';
import { EVENTS, zoneOf } from '../../src/core/plan/events-table.ts';
import { fileStorage } from '../../src/node/files.ts';
import { lockFolder } from '../../src/node/lock.ts';
import { dataOf, runCommand, scratchFolders } from '../support/command.ts';
import { type Server, serve } from '../support/serve.ts';

const newFolder = await scratchFolders('serve-jobs');

interface JobSeen {
  id: string;
  state: string;
  error: string | null;
  attempts: number;
  canResume: boolean;
  progress: { stage: string | null; fraction: number; counts: { generated: number; written: number } };
  result: { tableVersion: number; tableRows: number; unchanged: boolean } | null;
}

interface Entry {
  state: string;
  stage: string | null;
  error: string | null;
}

const JOB = `id state error attempts canResume progress { stage fraction counts { generated written } }
  result { tableVersion tableRows unchanged }`;
/** Every option said, so that two servers generate the same. */
const INPUT = { count: 30_000, seed: 11, until: '2026-03-01T00:00:00Z', days: 30 };

/** What a field of an operation answers. */
async function ask<Value>(
  server: Server,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Value> {
  const { data, errors } = (await server.graphql(query, variables)) as {
    data: Record<string, Value> | null;
    errors?: unknown;
  };
  assert.equal(errors, undefined, JSON.stringify(errors));
  return Object.values(data ?? {})[0] as Value;
}

/** Starts a job, and gives its id. */
async function start(server: Server, name: 'Generation' | 'Transformation', input: object): Promise<string> {
  const query = `mutation ($input: Start${name}Input!) {
    start${name}(input: $input) { outcome: __typename ... on Start${name}Payload { job { id } } }
  }`;
  const answer = await ask<{ outcome: string; job?: { id: string } }>(server, query, { input });
  assert.equal(answer.outcome, `Start${name}Payload`, JSON.stringify(answer));
  return answer.job?.id as string;
}

function look(server: Server, id: string): Promise<JobSeen> {
  return ask(server, `query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id });
}

/** The log of a job as it comes, until it ends. */
async function* follow(server: Server, id: string): AsyncGenerator<Entry> {
  const query = 'subscription ($id: ID!) { jobProgress(id: $id) { state stage error } }';
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  for await (const { data, errors } of client.iterate<{ jobProgress: Entry }>({ query, variables: { id } })) {
    assert.equal(errors, undefined, JSON.stringify(errors));
    yield data?.jobProgress as Entry;
  }
}

/** A job as soon as its log says what is waited for. */
async function until(server: Server, id: string, is: (entry: Entry) => boolean): Promise<JobSeen> {
  let last: Entry | undefined;
  for await (last of follow(server, id)) if (is(last)) return look(server, id);
  return assert.fail(`it ended otherwise: ${JSON.stringify(last)}`);
}

function succeeded(server: Server, id: string): Promise<JobSeen> {
  return until(server, id, ({ state }) => state === 'SUCCEEDED');
}

function atStage(server: Server, id: string, wanted: string): Promise<JobSeen> {
  return until(server, id, ({ state, stage }) => state === 'RUNNING' && stage === wanted);
}

/** The files of a data folder that hold data: no jobs, no times. */
async function contentOf(data: string): Promise<Record<string, string>> {
  const files = Object.entries(await dataOf(data));
  return Object.fromEntries(
    files.filter(([path]) => !/^(?:jobs|imports|\.server)\//.test(path) && !path.endsWith('/run.json')),
  );
}

/** The content of a folder in which nothing has disturbed the generation. */
const undisturbed = (async () => {
  const data = await newFolder();
  const server = await serve(data);
  await succeeded(server, await start(server, 'Generation', INPUT));
  assert.equal((await server.stop()).code, 0);
  return contentOf(data);
})();
// It is awaited by those who compare with it.
undisturbed.catch(() => {});

test('serve generates events into an empty folder, as it has told how, and answers about them', async () => {
  const data = await newFolder();
  const server = await serve(data);
  const [, url] = /No events yet: curl -X POST '(\S+)'/.exec(server.welcome) ?? [];
  assert.equal(url, `${server.url}/cart/generate/events?count=10000`);
  const post = { method: 'POST' };
  const started = await server.get('/cart/generate/events?count=2000&seed=4', post);
  const { data: told } = (await started.json()) as { data: { job_id: string } };
  const job = await succeeded(server, told.job_id);
  assert.deepEqual(job.result, { tableVersion: 0, tableRows: 2000, unchanged: false });
  assert.deepEqual([job.attempts, job.progress.fraction, job.progress.counts.generated], [1, 1, 2000]);

  const statistics = '{ statistics { totalEvents } table(name: EVENTS) { version } }';
  const asked = async (): Promise<unknown> => ((await server.graphql(statistics)) as { data: unknown }).data;
  assert.deepEqual(await asked(), { statistics: { totalEvents: 2000 }, table: { version: 0 } });
  const raw = gunzipSync(await readFile(join(data, 'cart_events.json.gz'))).toString();
  assert.equal((JSON.parse(raw) as unknown[]).length, 2000);

  const exists = await server.get('/cart/generate/events?count=2000', post);
  assert.equal(((await exists.json()) as { status: string }).status, 'warning');
  await succeeded(server, await start(server, 'Generation', { count: 1000, days: 3, method: 'NEW' }));
  assert.deepEqual(await asked(), { statistics: { totalEvents: 3000 }, table: { version: 1 } });
  const metrics = await (await server.get('/metrics')).text();
  assert.match(metrics, /^cartograph_jobs_running 0$/m);
  assert.match(metrics, /^cartograph_subscriptions 0$/m);
  assert.equal((await server.stop()).code, 0);

  const again = await serve(data);
  assert.doesNotMatch(again.welcome, /No events|interrupted/);
  assert.equal((await look(again, told.job_id)).state, 'SUCCEEDED');
  assert.equal((await again.stop()).code, 0);
});

test('serve gives the first table the zone that it was told', async () => {
  const data = await newFolder();
  const server = await serve(data, ['--time-zone', 'Asia/Tokyo']);
  const input = { count: 100, days: 1, until: '2026-03-01T00:00:00Z' };
  await succeeded(server, await start(server, 'Generation', input));
  assert.equal(zoneOf(await readSnapshot(fileStorage(data), EVENTS)), 'Asia/Tokyo');
  assert.equal((await server.stop()).code, 0);
});

test('serve transforms the raw file as the command does, beside questions about the table', async () => {
  const data = await newFolder();
  const server = await serve(data);
  await succeeded(server, await start(server, 'Generation', { ...INPUT, count: 2000 }));
  const id = await start(server, 'Transformation', {});
  const { result } = await succeeded(server, id);
  assert.deepEqual(result, { tableVersion: 0, tableRows: 2000, unchanged: false });
  const wanted = join(await newFolder(), 'out');
  const args = ['--input', 'cart_events.json.gz', '--output', wanted];
  assert.equal((await runCommand('transform', args, { cwd: data })).code, 0);
  assert.deepEqual(await dataOf(join(data, 'out')), await dataOf(wanted));
  assert.equal((await server.stop()).code, 0);
});

for (const [how, signal, stage, told] of [
  ['stopped', 'SIGTERM', 'READ', 'the server was stopped'],
  ['killed', 'SIGKILL', 'READ', 'the server ended while the job was under way'],
  ['killed', 'SIGKILL', 'DAYS', 'the server ended while the job was under way'],
] as const) {
  test(`serve interrupts a generation when it is ${how} at ${stage}, and resumes it to the same bytes`, async () => {
    const data = await newFolder();
    const first = await serve(data);
    const id = await start(first, 'Generation', INPUT);
    await atStage(first, id, stage);
    const log = follow(first, id);
    await log.next();
    const followed = Array.fromAsync(log).catch(() => []);
    const stopped = await first.stop(signal);
    if (signal === 'SIGTERM') assert.equal((await followed).at(-1)?.state, 'INTERRUPTED');
    assert.equal(stopped.code, signal === 'SIGTERM' ? 0 : null, stopped.stderr);
    assert.ok(!(await readdir(data)).includes('cart_events.json.gz'), 'nothing is to be seen of it');

    const second = await serve(data);
    const left = await look(second, id);
    assert.deepEqual([left.state, left.canResume, left.error], ['INTERRUPTED', true, told]);
    const hint = /A generation was interrupted: .*\n.*\/graphql \\\n\s+-d '(.*)'\n/.exec(second.welcome);
    const headers = { 'content-type': 'application/json' };
    const body = hint?.[1] as string;
    const resumed = await second.get('/graphql', { method: 'POST', headers, body });
    assert.deepEqual(await resumed.json(), { data: { resumeJob: { __typename: 'ResumeJobPayload' } } });
    const done = await succeeded(second, id);
    assert.equal(done.attempts, 2);
    assert.deepEqual(done.result, { tableVersion: 0, tableRows: INPUT.count, unchanged: false });
    assert.equal((await second.stop()).code, 0);
    assert.deepEqual(await contentOf(data), await undisturbed);
    assert.ok(!(await readdir(data)).some((name) => name.startsWith('.')), 'nothing is left behind');
  });
}

test('serve cancels a generation, which leaves nothing', async () => {
  const data = await newFolder();
  const server = await serve(data);
  const id = await start(server, 'Generation', INPUT);
  await atStage(server, id, 'READ');
  const cancel = 'mutation ($id: ID!) { cancelJob(id: $id) { __typename } }';
  assert.deepEqual(await ask(server, cancel, { id }), { __typename: 'CancelJobPayload' });
  const job = await until(server, id, ({ state }) => state === 'CANCELLED');
  assert.deepEqual([job.canResume, job.result], [false, null]);
  assert.deepEqual((await readdir(data)).toSorted(), ['.server', 'jobs']);
  assert.equal((await server.stop()).code, 0);
});

test('serve starts while an import has the folder; a generation is refused meanwhile, and starts after it', async () => {
  const data = await newFolder();
  const lock = await lockFolder(data, 'import a.json');
  const server = await serve(data);
  const told =
    /^Cannot start a generation as the data folder must be free: it is in use by import since 2\S+$/;
  const query = 'mutation { startGeneration(input: {}) { __typename } }';
  const { errors } = (await server.graphql(query)) as { errors: { message: string; extensions: unknown }[] };
  assert.match(errors[0]?.message ?? '', told);
  assert.deepEqual(errors[0]?.extensions, { code: 'UNAVAILABLE' });
  const refused = await server.get('/cart/generate/events', { method: 'POST' });
  assert.equal(refused.status, 503);
  assert.match(((await refused.json()) as { msg: string }).msg, told);
  await lock.release();
  const id = await start(server, 'Generation', INPUT);
  assert.equal((await succeeded(server, id)).result?.tableRows, INPUT.count);
  assert.equal((await server.stop()).code, 0);
  assert.deepEqual(await contentOf(data), await undisturbed);
});

test('serve refuses a pipe as an input, goes on, and stops', async () => {
  const data = await newFolder();
  assert.equal(spawnSync('mkfifo', [join(data, 'pipe.json')]).status, 0);
  const server = await serve(data);
  const query =
    'mutation ($inputs: [String!]) { result: startTransformation(input: { inputs: $inputs }) { ' +
    '__typename ... on InvalidInput { field message } } }';
  assert.deepEqual(await server.graphql(query, { inputs: ['pipe.json'] }), {
    data: {
      result: {
        __typename: 'InvalidInput',
        field: 'inputs',
        message: 'Cannot open pipe.json as a file or folder is wanted: it is neither (pipe.json)',
      },
    },
  });
  const id = await start(server, 'Generation', INPUT);
  await succeeded(server, id);
  assert.equal((await server.stop()).code, 0);
});
