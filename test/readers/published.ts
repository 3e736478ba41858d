import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RunRecord } from '../../src/core/plan/run-record.ts';
import type { TransformRequest } from '../../src/core/plan/transform.ts';
import type { FaultKind, TruthLine } from '../../src/core/truth.ts';
import { fileStorage } from '../../src/node/files.ts';
import { gunzip } from '../../src/node/gunzip.ts';
import { generatedLines } from '../support/generated.ts';
import { runTransform, toBytes } from '../support/run-transform.ts';

const REFUSED: ReadonlySet<FaultKind> = new Set(['missing_field', 'wrong_type', 'malformed_json']);

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

/** `fixtures/cart-events.json.gz`. */
export interface Fixture {
  bytes: Uint8Array;
  /** Its elements as text, broken ones included. */
  elements: string[];
  /** Those in which nothing is wrong: the events that are kept, and copies of some. */
  good: Record<string, unknown>[];
  /** What was broken on purpose. */
  truth: TruthLine[];
  /** How many of its elements are refused, are conflicts, and are kept. */
  counts: { refused: number; conflicts: number; kept: number };
}

export async function readFixture(): Promise<Fixture> {
  const bytes = await readFile(new URL('../../fixtures/cart-events.json.gz', import.meta.url));
  const key = await readFile(new URL('../../fixtures/truth.ndjson.gz', import.meta.url));
  const lines = gunzipSync(bytes).toString().trim().split('\n').slice(1, -1);
  const elements = lines.map((line) => line.replace(/,$/, ''));
  const truth = gunzipSync(key)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TruthLine);
  const refused = truth.filter(({ kind }) => REFUSED.has(kind));
  const positions = new Set(refused.map(({ position }) => position));
  const good = elements.filter((_, position) => !positions.has(position));
  const ofKind = (kind: FaultKind): number => truth.filter((line) => line.kind === kind).length;
  const counts = {
    refused: refused.length,
    conflicts: ofKind('conflict'),
    kept: good.length - ofKind('duplicate') - ofKind('conflict'),
  };
  return {
    bytes,
    elements,
    good: good.map((element) => JSON.parse(element) as Record<string, unknown>),
    truth,
    counts,
  };
}

/** Believable events of six days in all types, 2 % of them twice and 1 % of the ids used for another event too. */
export async function shopLines(seed: number, count: number, timeZone = 'UTC'): Promise<string[]> {
  const chaos = { duplicate: 0.02, conflict: 0.01 };
  const { lines } = await generatedLines({ seed, count, days: 6, buyers: 0.1, timeZone, chaos });
  return lines;
}

/** Every Parquet file of the table, as DuckDB and its kin are told. */
export function tableGlob(out: string): string {
  return join(out, 'cart_events_cleaned', '*', '*.parquet');
}
