import assert from 'node:assert/strict';
import { appendFile, cp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratchFolders } from '../test/support/command.ts';
import { openDuck } from '../test/support/duckdb.ts';
import { randomOf } from '../test/support/random.ts';
import { serve, type Server } from '../test/support/serve.ts';
import { begin, checkFinished, checkLeft, checkRestarted } from './support/disturb.ts';
import { findIn, whichOf } from './support/found.ts';
import { makeRuns, type Run } from './support/runs.ts';
import { type JobSeen, until } from './support/service.ts';

/** Kills of each kind: of generations half while they append, half while they replace. */
const KILLS = Number(process.env.KILLS ?? 50);
const COUNT = Number(process.env.COUNT ?? 20_000);
/** Folders that are worked on at once. */
const LANES = 2;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const newFolder = await scratchFolders('service');
const duck = await openDuck();
after(() => duck[Symbol.asyncDispose]());
const runs = await makeRuns(COUNT, newFolder, duck);

/** When a server is killed, and whether the one after it is, too. */
interface Moment {
  /** A share of an undisturbed run, or `publish`: milliseconds after it has begun to publish. */
  share?: number;
  publish?: number;
  again: boolean;
}

function moments(count: number, stream: number): Moment[] {
  const random = randomOf(seed + stream);
  // The end of a run, where it publishes, is short and matters most.
  return Array.from({ length: count }, () => ({
    ...(random.chance(0.3) ? { publish: random.unit() * 150 } : { share: random.unit() }),
    again: random.chance(0.6),
  }));
}

/** Waits for a moment of the job that has begun. */
async function waitFor(
  { share = 0, publish }: Moment,
  server: Server,
  begun: Promise<string | undefined>,
  duration: number,
): Promise<void> {
  if (publish === undefined) return sleep(share * duration);
  const id = await begun;
  if (id !== undefined)
    await until(server, id, ({ stage, state }) => stage === 'PUBLISH' && state === 'RUNNING');
  await sleep(publish);
}

async function killServers(t: TestContext, run: Run, plan: Moment[]): Promise<void> {
  const seen: Record<string, number> = {};
  // Two folders share the machine.
  let duration = run.duration * 1.3;
  let rounds = 0;

  async function round(): Promise<void> {
    const data = await newFolder();
    await cp(run.base, data, { recursive: true });
    let job: JobSeen | undefined;
    let known: string | undefined;
    for (let kill = 0; ; kill++) {
      const server = await serve(data);
      if (kill > 0) job = await checkRestarted(server, data, run, { duck, known });
      if (kill > 0) count(job?.state === 'SUCCEEDED' ? 'done' : (job?.progress.stage ?? 'start'));
      const moment = job?.state === 'SUCCEEDED' ? undefined : plan.shift();
      const begun = begin(server, run, job);
      begun.then((id) => (known = id ?? known)).catch(() => {});
      if (moment === undefined || (kill > 0 && !moment.again)) {
        if (moment !== undefined) plan.unshift({ ...moment, again: true });
        await begun;
        await checkFinished(server, data, run, { duck, id: known as string });
        await rm(data, { recursive: true });
        return;
      }
      // What a resumed job has done before, it does not do again.
      await waitFor(moment, server, begun, kill === 0 ? duration : duration * 0.7);
      await Promise.all([server.stop('SIGKILL'), begun.catch(() => {})]);
      const which = await checkLeft(data, run, duck);
      // The machine may have been busier when it was measured, or less busy.
      const { share = NaN } = moment;
      if (kill === 0 && which === 'after' && share < 0.95) duration *= 0.9;
      if (kill === 0 && which === 'before' && share > 0.9) duration *= 1.1;
      count(which);
    }
  }

  function count(what: string): void {
    seen[what] = (seen[what] ?? 0) + 1;
  }

  async function lane(): Promise<void> {
    while (plan.length > 0) {
      rounds++;
      await round();
    }
  }

  // What one lane finds is told when the other one has come to its end.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
  t.diagnostic(`${Math.round(run.duration)} ms undisturbed, ${rounds} folders: ${JSON.stringify(seen)}`);
  assert.ok((seen['before'] ?? 0) > 0, 'some kills came before the commit');
}

test('what looks for torn folders finds them', async () => {
  const { append } = runs;
  const whole = await newFolder();
  await cp(append.base, whole, { recursive: true });
  const server = await serve(whole);
  await checkFinished(server, whole, append, {
    duck,
    id: (await begin(server, append, undefined)) as string,
  });
  const [raw, log] = ['cart_events.json.gz', 'events/_delta_log'];
  const newLog = (await readdir(join(whole, log))).toSorted().at(-1) as string;
  const path = Object.keys(append.versions.after.table).find(
    (name) => append.versions.before.table[name] === undefined,
  );
  const part = join('events', path as string);

  /** What the checker says of a folder of before or after, once something was done to it. */
  async function say(of: 'before' | 'after', harm: (data: string) => Promise<void>): Promise<string> {
    const data = await newFolder();
    await cp(of === 'before' ? append.base : whole, data, { recursive: true });
    await harm(data);
    return whichOf(await findIn(data, 'events', duck), append.versions, false);
  }
  const size = (await readFile(join(whole, part))).length;
  assert.equal(await say('before', async () => {}), 'before');
  assert.equal(await say('after', async () => {}), 'after');
  // The raw file is moved after the commit, and may be that of before until somebody finishes it.
  assert.equal(await say('after', (data) => cp(join(append.base, raw), join(data, raw))), 'after');
  const harms: Record<string, () => Promise<string>> = {
    'the raw file before the commit': () => say('before', (data) => cp(join(whole, raw), join(data, raw))),
    'half a raw file': () => say('after', (data) => truncate(join(data, raw), 200_000)),
    'a raw file that goes on after its end': () => say('before', (data) => appendFile(join(data, raw), 'x')),
    'a commit without a file of it': () => say('after', (data) => rm(join(data, part))),
    'half a file of the table': () => say('after', (data) => truncate(join(data, part), size >> 1)),
    'a file of other bytes': () =>
      say('after', async (data) => {
        await truncate(join(data, part), size - 8);
        await appendFile(join(data, part), '12345678');
      }),
    'half a commit': () => say('after', (data) => truncate(join(data, log, newLog), 3000)),
    'no record': () => say('before', (data) => rm(join(data, 'imports'), { recursive: true })),
  };
  for (const [what, harm] of Object.entries(harms)) await assert.rejects(harm, `${what} is found`);
});

for (const [stream, [name, run, count]] of [
  ['that appends', runs.append, Math.ceil(KILLS / 2)] as const,
  ['that replaces', runs.replace, Math.floor(KILLS / 2)] as const,
].entries()) {
  test(`a server killed at ${count} moments of a generation ${name} leaves the old or the new version, and resumes to the same bytes (SEED=${seed})`, (t) =>
    killServers(t, run, moments(count, stream)));
}

test(`a server killed at ${KILLS} moments of a transformation leaves the old or the new table, and resumes to the same bytes (SEED=${seed})`, (t) =>
  killServers(t, runs.transformation, moments(KILLS, 2)));
