import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import type { Duck } from '../../test/support/duckdb.ts';
import { serve } from '../../test/support/serve.ts';
import { contentOf, findIn, type Place, type Versions } from './found.ts';
import { type JobSeen, start, succeeded, type Wish } from './service.ts';

/** A job over a data folder, and what comes of it where nothing disturbs it. */
export interface Run extends Wish {
  place: Place;
  /** The data folder as it is before it; to be copied, not changed. */
  base: string;
  /** Jobs that the folder has seen before. */
  earlier: number;
  versions: Versions;
  /** All files of the data folder afterwards. */
  content: Record<string, string>;
  /** The job, when it had succeeded. */
  job: JobSeen;
  /** Milliseconds from its start to its end. */
  duration: number;
}

const UNTIL = '2026-03-01T00:00:00Z';
const SMALL = 5000;

/** Makes runs of `count` events: one that appends them, one that puts them in the place of others, one that transforms them. */
export async function makeRuns(
  count: number,
  newFolder: () => Promise<string>,
  duck: Duck,
): Promise<{ append: Run; replace: Run; transformation: Run }> {
  const base = await newFolder();
  const server = await serve(base);
  for (const wish of [generation(SMALL, 1), { kind: 'Transformation', input: {} }] as const) {
    await succeeded(server, await start(server, wish));
  }
  assert.equal((await server.stop()).code, 0);
  const [append, whole] = await perform(
    base,
    1,
    'events',
    { kind: 'Generation', input: { ...generation(count, 2).input, method: 'NEW' } },
    { newFolder, duck },
  );
  const [replace] = await perform(
    base,
    1,
    'events',
    { kind: 'Generation', input: { ...generation(count, 3).input, method: 'REPLACE' } },
    { newFolder, duck },
  );
  const [transformation] = await perform(
    whole,
    1,
    'out',
    { kind: 'Transformation', input: {} },
    { newFolder, duck },
  );
  return { append, replace, transformation };
}

function generation(count: number, seed: number): Wish {
  return { kind: 'Generation', input: { count, seed, until: UNTIL, days: 30 } };
}

async function perform(
  base: string,
  earlier: number,
  place: Place,
  wish: Wish,
  { newFolder, duck }: { newFolder: () => Promise<string>; duck: Duck },
): Promise<[run: Run, folder: string]> {
  const data = await newFolder();
  await cp(base, data, { recursive: true });
  const before = await findIn(data, place, duck);
  const server = await serve(data);
  const started = performance.now();
  const job = await succeeded(server, await start(server, wish));
  const duration = performance.now() - started;
  assert.equal((await server.stop()).code, 0);
  const after = await findIn(data, place, duck);
  assert.notDeepEqual(after, before);
  const content = await contentOf(data);
  return [{ ...wish, place, base, earlier, versions: { before, after }, content, job, duration }, data];
}
