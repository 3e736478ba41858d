import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JobRecord, JobState } from '../../../src/core/jobs/job.ts';
import type { OpenJobs } from '../../../src/core/jobs/open-jobs.ts';
import { isEnd } from '../../../src/core/jobs/states.ts';
import { jobStore } from '../../../src/core/jobs/store.ts';
import { settle, type Work, World } from './world.ts';

const STEPS = [
  'generate',
  'transform',
  'transform',
  'cancel',
  'resume',
  'progress',
  'progress',
  'progress',
  'succeed',
  'fail',
  'obey',
  'tick',
  'follow',
  'follow',
  'crash',
  'close',
] as const;

/** What may come after a state; nothing comes after those that are not here. */
const NEXT: Partial<Record<JobState, JobState[]>> = {
  queued: ['running', 'cancelled', 'interrupted'],
  running: ['running', 'succeeded', 'failed', 'cancelled', 'interrupted'],
  failed: ['queued'],
  interrupted: ['queued'],
};

/** A reader of the log of a job, and what it got. */
interface Reader {
  id: string;
  records: JobRecord[];
  /** Whether the server that it read from is the one that is there. */
  isOld: boolean;
  /** Whether it came to an end of the job, after which that may have been resumed. */
  isOver: boolean;
}

async function read(jobs: OpenJobs, reader: Reader): Promise<void> {
  for await (const record of (await jobs.follow(reader.id))!) {
    if (reader.isOld) return;
    reader.records.push(record);
  }
  reader.isOver = !reader.isOld;
}

async function storedLog(world: World, id: string): Promise<JobRecord[]> {
  const store = jobStore(world.storage);
  const records: JobRecord[] = [];
  for (let segment = 0; ; segment++) {
    const part = await store.readSegment(id, segment);
    if (part.records.length === 0) return records;
    records.push(...part.records);
  }
}

function checkLog(records: readonly JobRecord[]): void {
  let before: JobRecord | undefined;
  for (const record of records) {
    assert.equal(record.number, (before?.number ?? 0) + 1);
    if (before === undefined) assert.equal(record.state, 'queued');
    else {
      assert.ok(NEXT[before.state]?.includes(record.state), `${before.state} -> ${record.state}`);
      const isNewAttempt = before.state === 'queued' && record.state === 'running';
      assert.equal(record.attempt, before.attempt + (isNewAttempt ? 1 : 0));
      if (!isNewAttempt) assert.ok(record.fraction >= before.fraction);
    }
    before = record;
  }
}

/** Work whose end the jobs still wait for, with what they know of it. */
function live(works: readonly Work[], ended: ReadonlySet<Work>, since: number): Work[] {
  return works.slice(since).filter((work) => !ended.has(work));
}

test('jobs keep their rules, and followers see what is stored, whatever happens in whatever order', async () => {
  const step = fc.record({ what: fc.constantFrom(...STEPS), which: fc.nat({ max: 5 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
      const world = new World();
      let jobs = await world.open();
      let since = 0;
      const ended = new Set<Work>();
      const readers: Reader[] = [];

      async function ids(): Promise<string[]> {
        return (await jobs.list({ first: 1000 })).jobs.map(({ id }) => id);
      }

      async function reopen(): Promise<void> {
        for (const reader of readers) reader.isOld = true;
        since = world.works.length;
        jobs = await world.open();
      }

      const acts: Record<(typeof STEPS)[number], (which: number) => Promise<unknown> | void> = {
        generate: (which) => jobs.startGeneration({ seed: which }),
        transform: (which) => jobs.startTransformation({ inputs: ['a'], output: `out${which % 3}` }),
        cancel: async (which) => jobs.cancel((await ids())[which] ?? ''),
        resume: async (which) => jobs.resume((await ids())[which] ?? ''),
        progress(which) {
          const work = live(world.works, ended, since)[which % 2];
          world.time += 300;
          work?.context.onProgress({ step: 'read', done: which, total: 5, events: which });
        },
        succeed: (which) => end(which, (work) => work.succeed()),
        fail: (which) => end(which, (work) => work.fail(new Error('no'))),
        obey(which) {
          const isTold = live(world.works, ended, since)[which % 2]?.context.signal.aborted === true;
          if (isTold) end(which, (work) => work.obey());
        },
        tick: (which) => world.tick(which * 3),
        async follow(which) {
          const id = (await ids())[which];
          if (id === undefined) return;
          const reader: Reader = { id, records: [], isOld: false, isOver: false };
          readers.push(reader);
          void read(jobs, reader);
        },
        async crash() {
          await world.crash();
          await reopen();
        },
        async close() {
          const closing = jobs.close();
          await settle();
          for (const work of world.works.slice(since)) work.obey();
          await closing;
          await reopen();
        },
      };

      function end(which: number, how: (work: Work) => void): void {
        const work = live(world.works, ended, since)[which % 2];
        if (work === undefined) return;
        ended.add(work);
        how(work);
      }

      for (const [i, { what, which }] of steps.entries()) {
        // Some things happen while others are still going on.
        const doing = Promise.resolve(acts[what](which)).catch(assert.fail);
        if (what === 'crash' || what === 'close' || i % 3 !== 0) {
          await doing;
          await settle();
        }
        const { jobs: list } = await jobs.list({ first: 1000 });
        const active = list.filter(({ latest: { state } }) => state === 'queued' || state === 'running');
        assert.ok(active.filter(({ task }) => task.kind === 'generation').length <= 1);
        assert.ok(active.filter(({ latest }) => latest.state === 'running').length <= 2);
        const outputs = active.flatMap(({ task }) => (task.kind === 'generation' ? [] : [task.output]));
        assert.equal(new Set(outputs).size, outputs.length);
        await settle();
      }
      await settle();
      for (const id of await ids()) {
        const stored = await storedLog(world, id);
        checkLog(stored);
        assert.deepEqual((await jobs.get(id))?.latest, stored.at(-1));
      }
      for (const { id, records, isOld, isOver } of readers) {
        const stored = await storedLog(world, id);
        assert.deepEqual(records, isOld || isOver ? stored.slice(0, records.length) : stored);
        if (isOver) assert.ok(isEnd(records.at(-1)!.state));
      }
    }),
    { numRuns: 100 },
  );
});
