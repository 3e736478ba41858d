import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readSnapshot } from '../../src/core/lake/log.ts';
import { TABLE } from '../../src/core/plan/table-publication.ts';
import { fileStorage } from '../../src/node/files.ts';
import { type Duck, quoted } from '../../test/support/duckdb.ts';

/** What readers find in a folder: the files of its table, its rows, and the files beside it. */
export interface Found {
  /** Hashes of the files that the newest version has. */
  table: Record<string, string>;
  /** What DuckDB makes of them: rows, and a sum of their hashes. */
  rows: { rows: number; sum: string };
  /** Hashes of the other files, without the times that are in them. */
  sides: Record<string, string>;
}

/** What was there before a job, and what is there after it. */
export interface Versions {
  before: Found;
  after: Found;
}

/** Where a job writes to, in the data folder. */
export type Place = 'events' | 'out';

/** Hashes of the texts of raw files that were found to be one JSON array, by those of their bytes. */
const whole = new Map<string, string>();

/** Reads what a job writes to, as others would. @throws where something is torn */
export async function findIn(data: string, place: Place, duck: Duck): Promise<Found> {
  const root = place === 'out' ? join(data, 'out') : data;
  const name = place === 'out' ? TABLE : 'events';
  const { files } = await readSnapshot(fileStorage(root), name);
  const table: Record<string, string> = {};
  for (const [path, { size }] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = await readFile(join(root, name, path));
    assert.equal(bytes.length, size, path);
    table[path] = hash(bytes);
  }
  const paths = Object.keys(table).map((path) => quoted(join(root, name, path)));
  const rows = await duck.row<Found['rows']>(
    `select count(*) as rows, sum(hash(event_id, session_id, timestamp, event_type))::VARCHAR as sum
     from read_parquet([${paths.join(', ')}])`,
  );
  const sides: Record<string, string> = {};
  for (const path of await sidesOf(root, place)) sides[path] = await hashSide(join(root, path));
  return { table, rows, sides };
}

/**
 * Says which version it is that was found. Files beside the table may still be those of before, where it is not `settled`, and
 * never those of after beside the table of before.
 *
 * @throws {AssertionError} where it is neither
 */
export function whichOf(found: Found, { before, after }: Versions, settled: boolean): 'before' | 'after' {
  const which = isDeepStrictEqual(found.table, after.table) ? 'after' : 'before';
  const wanted = which === 'after' ? after : before;
  assert.deepEqual(found.table, wanted.table, 'it is neither the old nor the new table');
  assert.deepEqual(found.rows, wanted.rows);
  const mayBeOld = which === 'after' && !settled;
  for (const path of new Set([found, before, after].flatMap(({ sides }) => Object.keys(sides)))) {
    const isWanted =
      found.sides[path] === wanted.sides[path] || (mayBeOld && found.sides[path] === before.sides[path]);
    assert.ok(isWanted, `${path} is not that of the table of ${which}`);
  }
  return which;
}

/** Every file of a data folder that holds data, and every hidden one, by its hash; no jobs, no times. */
export async function contentOf(data: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(data.length + 1);
    const isHidden = /(?:^|\/)\./.test(path);
    if (!entry.isFile() || (!isHidden && /^jobs\/|_delta_log\//.test(path))) continue;
    content[path] = isHidden ? 'left behind' : await hashSide(join(data, path));
  }
  return Object.fromEntries(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

async function sidesOf(root: string, place: Place): Promise<string[]> {
  if (place === 'out') {
    const entries = await readdir(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  }
  const records = await readdir(join(root, 'imports')).catch(() => []);
  const hasRaw = await stat(join(root, 'cart_events.json.gz')).catch(() => undefined);
  const kept = records.filter((name) => !name.startsWith('.'));
  return [...kept.map((name) => `imports/${name}`), ...(hasRaw ? ['cart_events.json.gz'] : [])];
}

async function hashSide(path: string): Promise<string> {
  const bytes = await readFile(path);
  if (path.endsWith('.json'))
    return hash(Buffer.from(JSON.stringify(timeless(JSON.parse(bytes.toString())))));
  if (!path.endsWith('cart_events.json.gz')) return hash(bytes);
  const known = whole.get(hash(bytes));
  if (known !== undefined) return known;
  const text = gunzipSync(bytes);
  assert.ok(Array.isArray(JSON.parse(text.toString())), path);
  whole.set(hash(bytes), hash(text));
  return hash(text);
}

function timeless(record: Record<string, unknown>): Record<string, unknown> {
  return { ...record, finished_at: null };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
