import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { events } from '../../bench/events.ts';
import type { RunRecord } from '../../src/core/plan/run-record.ts';
import type { TransformRequest } from '../../src/core/plan/transform.ts';
import { fileStorage } from '../../src/node/files.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { runTransform, toBytes } from '../support/run-transform.ts';

/** A folder that a transform has written, beside its input with one element a line; both go away with it. */
export interface Published extends AsyncDisposable {
  /** The output folder. */
  out: string;
  /** The input's text, decompressed, one element a line without brackets or commas between them. */
  lines: string;
  record: RunRecord;
  /** Transforms other bytes, or with other options, into the same folder. */
  again(bytes: Uint8Array, request?: Partial<TransformRequest>): Promise<RunRecord>;
}

/** Transforms bytes into a temporary folder; `elements` are what its lines hold. */
export async function publishBytes(
  bytes: Uint8Array,
  elements: readonly string[],
  request: Partial<TransformRequest> = {},
): Promise<Published> {
  const folder = await mkdtemp(join(tmpdir(), 'cartograph-readers-'));
  const out = join(folder, 'out');
  const lines = join(folder, 'lines.ndjson');
  async function again(input: Uint8Array, more: Partial<TransformRequest> = {}): Promise<RunRecord> {
    const { result } = await runTransform(input, {
      output: fileStorage(out),
      temp: fileStorage(join(folder, 'temp')),
      request: { gunzip, ...more },
    });
    return result.record;
  }
  await writeFile(lines, elements.join('\n'));
  return {
    out,
    lines,
    record: await again(bytes, request),
    again,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Transforms NDJSON of these elements, in several pieces. */
export function publishLines(
  elements: readonly string[],
  request: Partial<TransformRequest> = {},
): Promise<Published> {
  return publishBytes(toBytes(elements.join('\n')), elements, { pieceBytes: 200_000, ...request });
}

/** The bytes of `fixtures/cart-events.json.gz`, and its elements, broken ones included. */
export async function readFixture(): Promise<{ bytes: Uint8Array; elements: string[] }> {
  const bytes = await readFile(new URL('../../fixtures/cart-events.json.gz', import.meta.url));
  const lines = gunzipSync(bytes).toString().trim().split('\n').slice(1, -1);
  return { bytes, elements: lines.map((line) => line.replace(/,$/, '')) };
}

/** Believable events in all types, 2 % of them twice and 1 % of the ids used for another event too. */
export function generatedLines(seed: number, count: number, zoneOffset = 0): string[] {
  return [...events({ seed, count, days: 6, duplicates: 0.02, conflicts: 0.01, zoneOffset })];
}

/** Every Parquet file of the table, as DuckDB and its kin are told. */
export function tableGlob(out: string): string {
  return join(out, 'cart_events_cleaned', '*', '*.parquet');
}
