import { readFile } from 'node:fs/promises';
import type { CartEvent } from '../../src/core/event.ts';
import { inputFromBytes } from '../../src/core/sources/input.ts';
import { readEvents } from '../../src/core/sources/read-events.ts';
import { batchCleaner } from '../../src/core/stages/clean.ts';
import { noCleanCounts } from '../../src/core/stages/clean-counts.ts';
import type { RawEvent } from '../../src/core/raw.ts';
import type { Refusal } from '../../src/core/stages/refusal.ts';

/** What became of one element: its id, or the line it stands on where it has none, and what its file is about. */
export interface Outcome {
  event_id?: string;
  line?: number;
  /** 'kept', or the code of its refusal. */
  outcome: string;
  /** The refused field. */
  field?: string;
  /** How its raw text is kept, where that is not as text. */
  encoding?: 'base64';
  /** Rules that were counted for it. */
  counted?: string[];
  /** The columns that the file is about. */
  columns?: Record<string, unknown>;
}

const COUNTED = ['timeFromUnix', 'clockDisagreements', 'renamed', 'unknownTypes', 'unknownFields'] as const;

/** The folder of the files and of what is expected of them. */
export const folder = new URL('../../fixtures/clean/', import.meta.url);

/** Reads and cleans a file of `fixtures/clean`, one event after the other, and says what became of each. */
export async function cleanFile(
  file: string,
  columns: readonly (keyof CartEvent)[],
  timeZone = 'UTC',
): Promise<Outcome[]> {
  const bytes = await readFile(new URL(file, folder));
  const outcomes: Outcome[] = [];
  for await (const batch of readEvents([inputFromBytes(file, bytes)])) {
    for (const raw of batch) outcomes.push(cleanOne(raw, bytes, columns, timeZone));
  }
  return outcomes;
}

function cleanOne(
  raw: RawEvent,
  bytes: Uint8Array,
  columns: readonly (keyof CartEvent)[],
  timeZone: string,
): Outcome {
  const counts = noCleanCounts();
  const refusals: Refusal[] = [];
  const [event] = batchCleaner({ timeZone, counts, onRefused: (refusal) => refusals.push(refusal) })([raw]);
  const refused = refusals[0];
  const outcome: Outcome = { ...nameOf(raw, bytes), outcome: refused?.code ?? 'kept' };
  if (refused !== undefined && refused.field !== null) outcome.field = refused.field;
  if (refused?.event.text().encoding === 'base64') outcome.encoding = 'base64';
  const counted = COUNTED.filter((name) => counts[name] > 0);
  if (counted.length > 0) outcome.counted = counted;
  if (event !== undefined) outcome.columns = Object.fromEntries(columns.map((name) => [name, event[name]]));
  return outcome;
}

function nameOf(raw: RawEvent, bytes: Uint8Array): { event_id: string } | { line: number } {
  const id = (raw.value as { event_id?: unknown } | null | undefined)?.event_id;
  if (typeof id === 'string' && id !== '') return { event_id: id };
  const before = bytes.subarray(0, raw.place().offset ?? 0);
  return { line: before.reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1) };
}
