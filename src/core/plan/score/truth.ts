import type { Gunzip } from '../../sources/gunzip.ts';
import { FAULT_KINDS, type TruthLine } from '../../truth.ts';
import { asObject, readLines } from './lines.ts';

const MOST_SHOWN = 60;

type Check = readonly [key: string, wanted: string, test: (value: unknown) => boolean];

const CHECKS: readonly Check[] = [
  ['event_id', 'text', isText],
  [
    'kind',
    `one of ${FAULT_KINDS.join(', ')}`,
    (value) => (FAULT_KINDS as readonly unknown[]).includes(value),
  ],
  ['field', 'text or null', (value) => value === null || isText(value)],
  ['position', 'a whole number from 0', isPlace],
  ['offset', 'a whole number from 0', isPlace],
  ['original', 'an object', (value) => asObject(value) !== undefined],
];
const ORIGINAL_CHECKS: readonly Check[] = [
  ['session_id', 'text', isText],
  ['timestamp', 'text', isText],
  ['timestamp_unix', 'a whole number', Number.isSafeInteger],
];

/**
 * The lines of truth.ndjson.gz with their numbers, from 1.
 *
 * @throws {Error} naming file and line, where it is broken or a line lacks what is needed
 */
export async function* readTruth(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  gunzip: Gunzip,
): AsyncGenerator<{ line: number; truth: TruthLine }> {
  for await (const { line, value } of readLines(bytes, name, gunzip)) {
    check(CHECKS, value, '', `${name} as line ${line}`);
    check(
      ORIGINAL_CHECKS,
      value['original'] as Record<string, unknown>,
      'original.',
      `${name} as line ${line}`,
    );
    yield { line, truth: value as unknown as TruthLine };
  }
}

function check(checks: readonly Check[], value: Record<string, unknown>, prefix: string, what: string): void {
  for (const [key, wanted, test] of checks) {
    if (test(value[key])) continue;
    const found = (JSON.stringify(value[key]) ?? 'it has none').slice(0, MOST_SHOWN);
    throw new Error(`Cannot read ${what} must have ${prefix}${key}, ${wanted}: ${found}`);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isPlace(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
