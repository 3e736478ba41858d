import type { CleanOptions } from '../stages/clean.ts';
import { RULES_VERSION } from '../stages/refusal.ts';

/** What of a run decides about its bytes. */
export interface TransformOptions {
  /** Zone of naive time stamps, of dates and of hours. */
  timeZone: string;
  dropGuests: boolean;
  /** Latest time kept, in microseconds since 1970-01-01T00:00Z; null for no limit. */
  notAfter: number | null;
}

/** An input as it was read. */
export interface InputRecord {
  name: string;
  /** Bytes before any decompression. */
  bytes: number;
  sha256: string;
}

/** How much a run may hold, and how it cuts its work; none of it changes a byte of what is written. */
export interface Resources {
  /** Events that pass between stages at once. */
  chunkSize: number;
  /** Megabytes. */
  memory: number;
}

/** Records and rows that tasks may hold, derived from the memory given to a run. */
export interface Budgets {
  /** Event records (64 bytes) of a group of session buckets. */
  eventRecords: number;
  /** Ids (45 bytes) of a group of id buckets. */
  ids: number;
  /** Rows of the days that are written by one task. */
  dayRows: number;
  /** Bytes of journey patterns counted at once. */
  patternBytes: number;
}

/**
 * A share of the memory for each of the tasks that run at once; most of what a run holds is not in them but in the pieces and row
 * groups under way.
 */
export function budgetsOf({ memory }: Resources, width = 1): Budgets {
  const bytes = (memory * 1_000_000) / width;
  return {
    eventRecords: Math.floor(bytes / 15 / 64),
    ids: Math.floor(bytes / 11 / 45),
    dayRows: 32_768,
    patternBytes: Math.max(1024, Math.floor(bytes / 16)),
  };
}

/** Names the run: same inputs, same options, same rules, same version of Cartograph, same name. */
export function runName(
  inputs: readonly InputRecord[],
  options: TransformOptions,
  version: string,
): Promise<string> {
  return nameOf({ version, rules: RULES_VERSION, inputs, options });
}

/** Names an import: the same content under whatever names, same options, same rules, same name. */
export function importName(inputs: readonly InputRecord[], options: TransformOptions): Promise<string> {
  const contents = inputs.map(({ bytes, sha256 }) => ({ bytes, sha256 }));
  return nameOf({ rules: RULES_VERSION, inputs: contents, options });
}

/** Names an import that takes the place of what a version of the table holds. */
export function replacementName(
  inputs: readonly InputRecord[],
  options: TransformOptions,
  base: number,
): Promise<string> {
  const contents = inputs.map(({ bytes, sha256 }) => ({ bytes, sha256 }));
  return nameOf({ rules: RULES_VERSION, inputs: contents, options, mode: 'replace', base });
}

/** The first 32 hexadecimal digits of a value's SHA-256. */
export async function nameOf(value: unknown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The part of the options that cleaning wants. */
export function cleanOptions({ timeZone, dropGuests, notAfter }: TransformOptions): CleanOptions {
  return { timeZone, dropGuests, ...(notAfter !== null && { notAfter }) };
}
