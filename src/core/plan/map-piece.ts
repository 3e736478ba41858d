import { ByteSink } from '../columns/byte-sink.ts';
import type { Batch, CartEvent } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import { type CleanCounts, noCleanCounts } from '../stages/clean-counts.ts';
import { type CleanOptions, batchCleaner } from '../stages/clean.ts';
import { quarantineLine } from '../stages/refusal.ts';
import { ID_WORDS } from './records.ts';
import { type SpilledEvents, type SpilledIds, spillEvents, spillIds } from './spill-keys.ts';
import { type SpilledDates, spillRows } from './spill-rows.ts';

/** What a piece of the input came to: an index of its spill. */
export interface PieceSummary extends SpilledEvents {
  /** Events that were kept. Their number in the piece goes by date, then by input order. */
  rows: number;
  counts: CleanCounts;
  dates: SpilledDates;
  ids: SpilledIds;
  /** Bytes of the spill that hold the lines of what was refused. */
  quarantine: { start: number; end: number };
}

const encoder = new TextEncoder();

/**
 * Cleans a piece of the input and lays it out for the tasks to come: rows as columns by date, one record an id and one an event
 * by bucket, every session_id once, and what was refused. Events pass `chunkSize` at a time. Memory: the piece.
 */
export function mapPiece(
  raw: Batch<RawEvent>,
  options: CleanOptions,
  chunkSize: number,
): { spill: Uint8Array; summary: PieceSummary } {
  const counts = noCleanCounts();
  const refused: string[] = [];
  const clean = batchCleaner({
    ...options,
    counts,
    onRefused: (refusal) => refused.push(quarantineLine(refusal)),
  });
  const events: CartEvent[] = [];
  for (let start = 0; start < raw.length; start += chunkSize) {
    for (const event of clean(raw.slice(start, start + chunkSize))) events.push(event);
  }

  const sink = new ByteSink(1 << 20);
  const records = new Uint32Array(events.length * ID_WORDS);
  const rows = new Uint32Array(events.length);
  const dates = spillRows(events, sink, rows, records);
  const ids = spillIds(events, sink, rows, records);
  const spilled = spillEvents(events, sink, rows);
  const start = sink.length;
  for (const line of refused) sink.raw(encoder.encode(line));
  const quarantine = { start, end: sink.length };
  return {
    spill: sink.bytes(),
    summary: { rows: events.length, counts, dates, ids, quarantine, ...spilled },
  };
}
