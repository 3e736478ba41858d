import assert from 'node:assert/strict';
import type { Duck } from '../../test/support/duckdb.ts';
import type { Server } from '../../test/support/serve.ts';
import { contentOf, findIn, whichOf } from './found.ts';
import type { Run } from './runs.ts';
import { ask, history, type JobSeen, newest, resume, start, succeeded } from './service.ts';

/** The job of a run in a data folder; undefined where the server has not come to keep it. */
export async function jobOf(
  server: Server,
  { kind, earlier }: Run,
  known?: string,
): Promise<JobSeen | undefined> {
  const query = `{ jobs(first: 1, kind: ${kind.toUpperCase()}) { totalCount } }`;
  const { totalCount } = await ask<{ totalCount: number }>(server, query);
  assert.ok(totalCount === earlier || totalCount === earlier + 1, `${totalCount} jobs`);
  const job = totalCount === earlier ? undefined : await newest(server, kind);
  if (known !== undefined) assert.equal(job?.id, known, 'what was answered is kept');
  return job;
}

/** Looks at a data folder that nobody serves any more: it has the old table, or the new one. */
export async function checkLeft(data: string, run: Run, duck: Duck): Promise<'before' | 'after'> {
  return whichOf(await findIn(data, run.place, duck), run.versions, false);
}

/**
 * Looks at a server that was started after another one has ended in the middle of a run: what readers find, on the disk and over
 * HTTP, and that the job says the same. Returns the job.
 */
export async function checkRestarted(
  server: Server,
  data: string,
  run: Run,
  { duck, known, told = TOLD }: { duck: Duck; known?: string | undefined; told?: RegExp },
): Promise<JobSeen | undefined> {
  const isGeneration = run.kind === 'Generation';
  const which = whichOf(await findIn(data, run.place, duck), run.versions, true);
  if (isGeneration) await checkTotals(server, run.versions[which].rows.rows);
  const job = await jobOf(server, run, known);
  if (job === undefined) {
    assert.equal(which, 'before');
    return undefined;
  }
  // A transformation that was all published, but not yet told, is found by the next attempt.
  const states =
    which === 'before' ? ['INTERRUPTED'] : isGeneration ? ['SUCCEEDED'] : ['SUCCEEDED', 'INTERRUPTED'];
  assert.ok(states.includes(job.state), `${job.state} with the table of ${which}`);
  assert.equal(job.canResume, job.state === 'INTERRUPTED');
  if (job.state === 'INTERRUPTED') assert.match(job.error ?? '', told);
  await history(server, job.id);
  return job;
}

const TOLD = /^the server ended while the job was under way$/;

/** Starts the job of a run, or goes on with it; undefined where it is done. Returns its id. */
export async function begin(server: Server, run: Run, job: JobSeen | undefined): Promise<string | undefined> {
  if (job === undefined) return start(server, run);
  if (job.state === 'SUCCEEDED') return undefined;
  await resume(server, job.id);
  return job.id;
}

/** Brings a job to its end; everything is then as if nothing had disturbed it. */
export async function checkFinished(
  server: Server,
  data: string,
  run: Run,
  { duck, id }: { duck: Duck; id: string },
): Promise<void> {
  const { result } = await succeeded(server, id);
  assert.deepEqual(result, run.job.result);
  await history(server, id);
  if (run.kind === 'Generation') await checkTotals(server, run.versions.after.rows.rows);
  const { code, stderr } = await server.stop();
  assert.equal(code, 0, stderr);
  assert.equal(whichOf(await findIn(data, run.place, duck), run.versions, true), 'after');
  assert.deepEqual(await contentOf(data), run.content);
}

async function checkTotals(server: Server, rows: number): Promise<void> {
  const query = '{ table(name: EVENTS) { rows } statistics { totalEvents } }';
  const { data } = (await server.graphql(query)) as { data: unknown };
  assert.deepEqual(data, { table: { rows }, statistics: { totalEvents: rows } });
  const { total } = (await (await server.get('/cart/events?limit=1')).json()) as { total: number };
  assert.equal(total, rows);
}
