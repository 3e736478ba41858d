import type { Storage } from '../../storage/storage.ts';
import { parseTimestamp } from '../../time/timestamp.ts';
import { FAULT_KINDS, type FaultKind } from '../../truth.ts';
import { RUN_FILE } from '../run-file.ts';
import { asObject } from './lines.ts';

/** What a score has to know of the run that wrote the output. */
export interface ScoredRun {
  timeZone: string;
  /** Whether events after some time were refused. */
  hasLimit: boolean;
  /** Elements that were read. */
  read: number;
  /** Events that were dropped as duplicates. */
  duplicates: number;
  /** Of the one input as it was read. */
  sha256: string | null;
}

/** What a generate.json says, as far as it can be used; null for what it does not say. */
export interface Generated {
  /** Events that happened. */
  count: number | null;
  /** Events and their copies. */
  elements: number | null;
  faults: ReadonlyMap<FaultKind, number> | null;
  /** ISO 8601. */
  until: string | null;
  timeZone: string | null;
  /** Hashes of the files that were written. */
  hashes: readonly string[];
}

/**
 * Reads run.json. The files it lists are not checked: whatever the folder holds is scored.
 *
 * @throws {Error} where there is none, it is broken, or the run had more than one input
 */
export async function readScoredRun(output: Storage): Promise<ScoredRun> {
  if ((await output.stat(RUN_FILE)) === undefined)
    throw new Error(`Cannot score as the output folder of a transform is wanted: there is no ${RUN_FILE}`);
  const record = parseObject(await output.read(RUN_FILE));
  const counts = asObject(record?.['counts']);
  const options = asObject(record?.['options']);
  const inputs = record?.['inputs'];
  const [read, duplicates] = [wholeNumber(counts?.['read']), wholeNumber(counts?.['duplicates'])];
  const timeZone = textOf(options?.['timeZone']);
  if (read === null || duplicates === null || timeZone === null || !Array.isArray(inputs))
    throw new Error(
      `Cannot read ${RUN_FILE} as it must be the record of a transform: inputs, options or counts are broken`,
    );
  if (inputs.length !== 1) {
    const names = inputs.map((input) => String(asObject(input)?.['name'])).join(', ');
    throw new Error(
      `Cannot score as the run must have had one input, or the truth's offsets mean nothing: ${RUN_FILE} names ${inputs.length} (${names})`,
    );
  }
  const hasLimit = typeof options?.['notAfter'] === 'number';
  return { timeZone, hasLimit, read, duplicates, sha256: textOf(asObject(inputs[0])?.['sha256']) };
}

/** Reads generate.json as what it is: a file that may be of anything. Null where it is no JSON object. */
export function parseGenerated(bytes: Uint8Array): Generated | null {
  const record = parseObject(bytes);
  if (record === undefined) return null;
  const options = asObject(record['options']);
  const faults = asObject(record['faults']);
  const until = textOf(options?.['until']);
  const outputs: unknown[] = Array.isArray(record['outputs']) ? record['outputs'] : [];
  return {
    count: wholeNumber(options?.['count']),
    elements: wholeNumber(record['elements']),
    faults:
      faults === undefined
        ? null
        : new Map(FAULT_KINDS.map((kind) => [kind, wholeNumber(faults[kind]) ?? 0])),
    until: until !== null && parseTimestamp(until) !== null ? until : null,
    timeZone: textOf(options?.['time_zone']),
    hashes: outputs.flatMap((file) => textOf(asObject(file)?.['sha256']) ?? []),
  };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
