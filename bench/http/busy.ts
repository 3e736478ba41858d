import { cpSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDirectory } from '../data.ts';
import { eventsTable } from '../events-table.ts';
import { median } from '../figures.ts';
import type { Question } from '../harness.ts';
import { findSamples } from '../queries/samples.ts';
import { type Asking, askings } from './askings.ts';
import { askGraphql } from './graphql.ts';
import { measureWith, serveArgs } from './program.ts';
import { readDelay } from './start.ts';

/** Questions that are asked at once. */
const CONNECTIONS = 4;

/** What the answers of a run came to. */
interface Answers {
  /** Milliseconds of each. */
  times: number[];
  failures: string[];
  /** Totals, in the order in which each connection has heard them. */
  totals: number[][];
}

/** The question how long the server's main thread is held up, and what its answers are, while it generates events into its table. */
export function busyQuestion(name: string, { rows, count }: { rows: number; count: number }): Question {
  const folder = `${dataDirectory}out/${name.replaceAll(/\W+/g, '-')}`;
  let table = '';
  let mix: Asking[] = [];
  return {
    name,
    goal: { seconds: 0.05, none: ['failed', 'torn'] },
    repetitions: 3,
    prepare: async () => {
      table = await eventsTable(rows);
      mix = askings(await findSamples(table));
      return [table];
    },
    ours: () => () => {
      rmSync(folder, { recursive: true, force: true });
      cpSync(table, folder, { recursive: true });
      return measureWith(serveArgs(folder), async ({ url }) => {
        // Answers of a server that has just started are another question's.
        for (const { ask } of mix) await ask(url);
        await readDelay(url);
        const started = performance.now();
        const id = await generate(url, count);
        const ended = waitFor(url, id);
        const answers = await askUntil(url, mix, ended);
        const took = (performance.now() - started) / 1000;
        const { p99, max } = await readDelay(url);
        const { times, failures, totals } = answers;
        for (const failure of new Set(failures)) console.error(failure);
        const torn = countTorn(totals, [rows, await ended]);
        const p95 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? NaN;
        const figures = { failed: failures.length, torn, answers: times.length };
        const delays = { 'longest ms': max * 1000, 'answer p50 ms': median(times), 'answer p95 ms': p95 };
        return { seconds: p99, more: { ...delays, ...figures, 'generation s': took } };
      });
    },
  };
}

async function generate(url: string, count: number): Promise<string> {
  const path = `/cart/generate/events?count=${count}&seed=2&method=new`;
  const response = await fetch(`${url}${path}`, { method: 'POST' });
  const { data } = (await response.json()) as { data: { job_id: string } };
  return data.job_id;
}

/** Waits for the end of a job; gives the rows of the table then. */
async function waitFor(url: string, id: string): Promise<number> {
  for (;;) {
    const text = await askGraphql(url, `{ job(id: "${id}") { state error result { tableRows } } }`);
    const { job } = (JSON.parse(text) as { data: { job: JobSeen } }).data;
    if (job.result !== null) return job.result.tableRows;
    if (!['QUEUED', 'RUNNING'].includes(job.state)) throw new Error(`Cannot measure: ${JSON.stringify(job)}`);
    await sleep(100);
  }
}

interface JobSeen {
  state: string;
  error: string | null;
  result: { tableRows: number } | null;
}

/** Asks one question after another on each connection, until something has ended and each was answered once more. */
async function askUntil(url: string, mix: readonly Asking[], ended: Promise<unknown>): Promise<Answers> {
  const answers: Answers = { times: [], failures: [], totals: [] };
  const controller = new AbortController();
  const { signal } = controller;

  async function connection(from: number): Promise<void> {
    const totals: number[] = [];
    answers.totals.push(totals);
    for (let i = from, left = mix.length; left > 0; i++) {
      if (signal.aborted) left--;
      const asked = performance.now();
      try {
        const total = await mix[i % mix.length]!.ask(url);
        if (total !== null) totals.push(total);
      } catch (error) {
        answers.failures.push(String(error));
      }
      answers.times.push(performance.now() - asked);
    }
  }

  const connections = Array.from({ length: CONNECTIONS }, (_, at) => connection(at * 3));
  await ended.finally(() => controller.abort());
  await Promise.all(connections);
  return answers;
}

/** Totals that are of no version, or of the old one after the new one. */
function countTorn(totals: readonly (readonly number[])[], [old, fresh]: readonly [number, number]): number {
  return totals
    .map((heard) => {
      const first = heard.indexOf(fresh);
      return heard.filter((total, i) => total !== fresh && (total !== old || (first >= 0 && i > first)))
        .length;
    })
    .reduce((sum, torn) => sum + torn, 0);
}
