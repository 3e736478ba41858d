import type { Batch } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import { batchCleaner } from '../stages/clean.ts';
import { keptLine } from '../stages/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { DROPPED, readDrops } from './drop-ids.ts';
import type { InputPiece } from './read-inputs.ts';
import { cleanOptions, type TransformOptions } from './options.ts';
import type { Pieces } from './pieces.ts';

/**
 * The lines of conflicts.ndjson.gz: the raw text of every event whose id came before with another event, in input order. The
 * inputs are read a second time for them, as rows do not keep their text.
 */
export async function* readConflicts(
  inputs: AsyncIterable<InputPiece>,
  pieces: Pieces,
  dropsPath: string,
  temp: Storage,
  options: TransformOptions,
): AsyncGenerator<string> {
  for await (const { piece, events } of inputs) {
    const drops = await readDrops(pieces, piece, temp, dropsPath);
    if (!drops.includes(DROPPED.conflict)) continue;
    const rows = rowsOf(events, options);
    for (const { event, row } of rows)
      if (drops[row] === DROPPED.conflict) yield keptLine('conflict', 'event_id', event);
  }
}

/** The kept events of a piece in input order, with their rows: those are numbered by date, then in input order. */
function rowsOf(events: Batch<RawEvent>, options: TransformOptions): { event: RawEvent; row: number }[] {
  const refused = new Set<RawEvent>();
  const clean = batchCleaner({ ...cleanOptions(options), onRefused: ({ event }) => refused.add(event) });
  const dates = clean(events).map(({ date }) => date);
  const kept = events
    .filter((event) => !refused.has(event))
    .map((event, i) => ({ event, date: dates[i] as string, row: 0 }));
  const byDate = kept.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  byDate.forEach((entry, row) => (entry.row = row));
  return kept;
}
