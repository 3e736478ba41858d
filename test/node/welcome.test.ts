import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job, JobKind, JobState } from '../../src/core/jobs/job.ts';
import { firstRecord } from '../../src/core/jobs/states.ts';
import { welcome } from '../../src/node/welcome.ts';
import { quietJobs } from '../support/jobs.ts';

const URL_OF = 'http://127.0.0.1:4000';

/** What is said where the newest jobs are in these states. */
function said(states: Partial<Record<JobKind, JobState>>, hasToken = false): Promise<string> {
  const job = (kind: JobKind, state: JobState): Job => ({
    id: `id-of-${kind}`,
    task: { kind } as Job['task'],
    createdAt: 0,
    latest: { ...firstRecord(0), state },
    result: null,
  });
  const jobs = {
    ...quietJobs,
    async list({ first, kind }: { first: number; kind?: JobKind }) {
      assert.equal(first, 1);
      const state = kind && states[kind];
      return { jobs: state === undefined ? [] : [job(kind as JobKind, state)], total: 9, hasNext: true };
    },
  };
  return welcome(URL_OF, { folder: '/data', tableVersion: 0, jobs, hasToken });
}

test('welcome() says where the server answers, and no more where nothing is to be done', async () => {
  const text = `Cartograph answers at ${URL_OF}\n\n  ${URL_OF}/graphql   GraphiQL\n  ${URL_OF}/docs      REST\n\n`;
  assert.equal(await said({}), text);
  assert.equal(await said({ generation: 'failed', transformation: 'succeeded' }), text);
});

test('welcome() says how to resume the newest job of a kind where that was interrupted', async () => {
  const text = await said({ generation: 'succeeded', transformation: 'interrupted' });
  const [, body] = /A transformation was interrupted: .*\n {2}curl .* \\\n {4}-d '(.*)'\n/.exec(text) ?? [];
  assert.deepEqual(JSON.parse(body ?? ''), {
    query: 'mutation { resumeJob(id: "id-of-transformation") { __typename } }',
  });
  assert.doesNotMatch(text, /A generation/);
});

test('welcome() says how to begin in an empty folder, with the token where there is one', async () => {
  const empty = { folder: '/data', tableVersion: -1, jobs: quietJobs };
  const open = await welcome(URL_OF, { ...empty, hasToken: false });
  assert.match(open, /No events yet: curl -X POST 'http:\S+\/cart\/generate\/events\?count=10000'\n/);
  assert.match(open, /or: npx tsx src\/jobs\/import\.ts fixtures\/\S+ --data \/data\n/);
  const guarded = await welcome(URL_OF, { ...empty, hasToken: true });
  assert.match(guarded, /curl -H "Authorization: Bearer \$CARTOGRAPH_TOKEN" -X POST/);
});
