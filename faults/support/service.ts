import assert from 'node:assert/strict';
import type { Server } from '../../test/support/serve.ts';

/** Of a job, what tests look at. */
export interface JobSeen {
  id: string;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';
  error: string | null;
  attempts: number;
  canResume: boolean;
  progress: { stage: string | null };
  result: { tableVersion: number; tableRows: number } | null;
}

/** An entry of a job's log. */
export interface Entry {
  cursor: string;
  at: string;
  state: JobSeen['state'];
  attempt: number;
  stage: string | null;
  fraction: number;
  error: string | null;
}

/** A mutation that starts a job, and its input. */
export interface Wish {
  kind: 'Generation' | 'Transformation';
  input: object;
}

const JOB = `id state error attempts canResume progress { stage } result { tableVersion tableRows }`;
const ENTRY = `cursor at state attempt stage fraction error`;

/** What the first field of an operation answers. */
export async function ask<Value>(server: Server, query: string, variables: object = {}): Promise<Value> {
  const answer = await server.graphql(query, { ...variables });
  const { data, errors } = answer as { data: Record<string, Value> | null; errors?: unknown };
  assert.equal(errors, undefined, `${query}: ${JSON.stringify(errors)}`);
  return Object.values(data ?? {})[0] as Value;
}

/** Starts a job, and gives its id. */
export async function start(server: Server, { kind, input }: Wish): Promise<string> {
  const payload = `Start${kind}Payload`;
  const query = `mutation ($input: Start${kind}Input!) {
    start${kind}(input: $input) { outcome: __typename ... on ${payload} { job { id } } }
  }`;
  const answer = await ask<{ outcome: string; job?: { id: string } }>(server, query, { input });
  assert.equal(answer.outcome, payload);
  return answer.job?.id as string;
}

/** Starts a job again. */
export async function resume(server: Server, id: string): Promise<void> {
  const query = 'mutation ($id: ID!) { resumeJob(id: $id) { __typename } }';
  assert.deepEqual(await ask(server, query, { id }), { __typename: 'ResumeJobPayload' });
}

export function look(server: Server, id: string): Promise<JobSeen> {
  return ask(server, `query ($id: ID!) { job(id: $id) { ${JOB} } }`, { id });
}

/** The newest job of a kind; undefined where there is none. */
export async function newest(server: Server, kind: Wish['kind']): Promise<JobSeen | undefined> {
  const query = `{ jobs(first: 1, kind: ${kind.toUpperCase()}) { nodes { ${JOB} } } }`;
  return (await ask<{ nodes: JobSeen[] }>(server, query)).nodes[0];
}

/** Follows a job until it ends, and says how. */
export async function ended(server: Server, id: string): Promise<JobSeen> {
  await Array.fromAsync(follow(server, id));
  return look(server, id);
}

/** Follows a job until it has succeeded. */
export async function succeeded(server: Server, id: string): Promise<JobSeen> {
  const job = await ended(server, id);
  assert.equal(job.state, 'SUCCEEDED', JSON.stringify(job));
  return job;
}

/** Follows a job until an entry of its log is as wanted. */
export async function until(server: Server, id: string, is: (entry: Entry) => boolean): Promise<void> {
  for await (const entry of follow(server, id)) if (is(entry)) return;
  assert.fail(`it ended before: ${JSON.stringify(await look(server, id))}`);
}

/** The log of a job, as its subscribers are told of it. */
export async function* follow(
  server: Server,
  id: string,
  { after = null }: { after?: string | null } = {},
): AsyncGenerator<Entry, void, undefined> {
  const query = `subscription ($id: ID!, $after: String) { jobProgress(id: $id, after: $after) { ${ENTRY} } }`;
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const body = JSON.stringify({ query, variables: { id, after } });
  const response = await server.get('/graphql', { method: 'POST', headers, body });
  assert.equal(response.status, 200);
  for await (const data of eventsOf(response.body!.pipeThrough(new TextDecoderStream()))) {
    const { data: said, errors } = JSON.parse(data) as {
      data: { jobProgress: Entry } | null;
      errors?: unknown;
    };
    assert.equal(errors, undefined, JSON.stringify(errors));
    yield said!.jobProgress;
  }
}

/** The data of events of a stream until it completes. @throws where the connection ends before */
async function* eventsOf(parts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const part of parts) {
    text += part;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event, data = ''] = /^event: (\w+)\ndata:(.*)$/m.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event === 'complete') return;
      if (event === 'next') yield data;
    }
  }
  throw new Error('The stream has ended without having completed');
}

/** The whole log of a job; checked: entries in order, attempts counted, no step back within one, an end of each. */
export async function history(server: Server, id: string): Promise<Entry[]> {
  const query = `query ($id: ID!) { job(id: $id) { attempts log(first: 1000) { ${ENTRY} } } }`;
  const { attempts, log } = await ask<{ attempts: number; log: Entry[] }>(server, query, { id });
  const states = log.map(({ state }) => state[0]).join('');
  assert.match(states, /^Q(?:R*[IF]Q)*R*[ISFC]?$/, `states of ${id}`);
  assert.equal(new Set(log.map(({ cursor }) => cursor)).size, log.length);
  assert.equal(attempts, log.at(-1)?.attempt);
  let [attempt, fraction, at] = [0, 0, 0];
  for (const entry of log) {
    const isStart = entry.attempt > attempt;
    if (isStart) assert.deepEqual([entry.attempt, entry.state], [attempt + 1, 'RUNNING']);
    assert.ok(isStart || entry.fraction >= fraction, `${entry.fraction} after ${fraction}`);
    const time = Date.parse(entry.at);
    assert.ok(time >= at, `${entry.at} after ${new Date(at).toISOString()}`);
    [attempt, fraction, at] = [entry.attempt, entry.fraction, time];
  }
  return log;
}
