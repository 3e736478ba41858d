import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openQuestions } from '../../src/core/questions/engine.ts';
import { zoneNamed } from '../../src/core/time/zone.ts';
import { fileStorage } from '../../src/node/files.ts';
import { TIME_ZONE } from '../events-table.ts';
import { median } from '../figures.ts';
import { report } from '../report.ts';
import { END, QUERIES } from './queries.ts';
import { findSamples, type Sample } from './samples.ts';

// Asks one query of one side: the first answer is the cold one, the others come once it is warm.
const { values } = parseArgs({
  options: {
    side: { type: 'string', default: 'ours' },
    query: { type: 'string', default: 'statistics' },
    folder: { type: 'string', default: '' },
    warm: { type: 'boolean', default: false },
    answer: { type: 'string' },
  },
});

/** Milliseconds until code and caches are warm, and for which it is measured. */
const WARM_UP = 1000;
const MEASURED = 2500;
const MOST = 500;

const query = QUERIES[values.query];
if (query === undefined) throw new RangeError(`Cannot ask as there is no such query: ${values.query}`);
const samples = await findSamples(values.folder);
let asked = 0;

const duckdb = values.side === 'ours' ? null : await import('./duckdb.ts');
const begin = performance.now();
const ask = duckdb === null ? openOurs() : await openPeer(duckdb);
const first = await ask();
const cold = performance.now() - begin;
if (values.answer !== undefined) writeFileSync(values.answer, JSON.stringify(first, wholeNumbers));
if (values.warm) {
  await repeat(WARM_UP, 3);
  const times = await repeat(MEASURED, 10);
  const more = { 'p95 ms': times[Math.ceil(times.length * 0.95) - 1] as number, runs: times.length };
  report({ seconds: median(times) / 1000, more });
} else report({ seconds: cold / 1000 });
process.exit(0);

function openOurs(): () => Promise<unknown> {
  // As the server's thread of questions does.
  const storage = fileStorage(values.folder, { waits: true });
  const questions = openQuestions(storage, 'events', { zone: zoneNamed(TIME_ZONE) });
  return () => query!.ours(questions, nextSample());
}

async function openPeer({
  openDuckdb,
  prepare,
}: typeof import('./duckdb.ts')): Promise<() => Promise<unknown>> {
  const rows = await prepare(await openDuckdb(values.folder), query!.sql);
  return async () => query!.read(await rows({ ...nextSample(), at: END / 1e6 }));
}

function nextSample(): Sample {
  return samples[asked++ % samples.length] ?? { customer: 0, session: '' };
}

/** Times of runs in milliseconds, rising. */
async function repeat(span: number, least: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + span;
  while (times.length < least || (performance.now() < end && times.length < MOST)) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b);
}

function wholeNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
