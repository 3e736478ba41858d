import { Arena } from '../columns/arena.ts';
import { ByteSink } from '../columns/byte-sink.ts';
import type { Batch, CartEvent } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import { type CleanCounts, noCleanCounts } from '../stages/clean-counts.ts';
import { type CleanOptions, batchCleaner } from '../stages/clean.ts';
import { quarantineLine } from '../stages/refusal.ts';
import { PieceColumns } from './piece-columns.ts';
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

/** What came of cleaning a piece, beside the rows that were kept. */
export interface Cleaned {
  counts: CleanCounts;
  /** Lines of what was refused. */
  refused: readonly string[];
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
  const columns = new PieceColumns();
  const cleaned = cleanInto(columns, options);
  for (let start = 0; start < raw.length; start += chunkSize)
    cleaned.take(raw.slice(start, start + chunkSize));
  return spillPiece(columns, cleaned, { sink: new ByteSink(), arena: new Arena() });
}

/** Cleans elements, `take` by `take`, and appends those that are kept to columns. */
export function cleanInto(
  columns: PieceColumns,
  options: CleanOptions,
): Cleaned & { take: (elements: Batch<RawEvent>) => void } {
  const counts = noCleanCounts();
  const refused: string[] = [];
  // Only now and then is there anything to clean, and to open a time zone takes long.
  let clean: ((batch: Batch<RawEvent>) => CartEvent[]) | undefined;
  return {
    counts,
    refused,
    take(elements) {
      clean ??= batchCleaner({
        ...options,
        counts,
        onRefused: (refusal) => refused.push(quarantineLine(refusal)),
      });
      for (const event of clean(elements)) columns.append(event);
    },
  };
}

/** What a piece is laid out with, both empty. */
export interface SpillRoom {
  sink: ByteSink;
  arena: Arena;
}

/** Lays out the columns of a piece; the spill is good until its sink is used again. */
export function spillPiece(
  columns: PieceColumns,
  { counts, refused }: Cleaned,
  { sink, arena }: SpillRoom,
): { spill: Uint8Array; summary: PieceSummary } {
  const keys = {
    rows: arena.words(columns.rows),
    // One word of each is spare.
    ids: arena.words(columns.rows * ID_WORDS).fill(0),
    arena,
  };
  const dates = spillRows(columns, sink, keys);
  const ids = spillIds(columns, sink, keys);
  const spilled = spillEvents(columns, sink, keys);
  const start = sink.length;
  for (const line of refused) sink.raw(encoder.encode(line));
  const quarantine = { start, end: sink.length };
  return {
    spill: sink.bytes(),
    summary: { rows: columns.rows, counts, dates, ids, quarantine, ...spilled },
  };
}
