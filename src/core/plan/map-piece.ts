import { ByteSink } from '../columns/byte-sink.ts';
import { encodeColumns } from '../columns/codec.ts';
import { toColumns } from '../columns/column.ts';
import { fingerprints } from '../columns/fingerprint.ts';
import type { CartEvent } from '../event.ts';
import { FIELDS } from '../fields.ts';
import { hashText } from '../hash/hash-text.ts';
import type { RawEvent } from '../raw.ts';
import { type CleanCounts, noCleanCounts } from '../stages/clean-counts.ts';
import { type CleanOptions, batchCleaner } from '../stages/clean.ts';
import { quarantineLine } from '../stages/refusal.ts';
import { parseDay } from '../time/timestamp.ts';
import { Names } from './names.ts';
import { bucketOf, EVENT_SLOTS, ID_WORDS, SESSION_WORDS, SLOT, sortByBucket, WORD } from './records.ts';

/** The rows of a piece by date: entry i is about days[i], its columns end where those of entry i + 1 start. */
export interface SpilledDates {
  /** Days since 1970-01-01 in the shop's zone, rising. */
  days: number[];
  rows: number[];
  /** Byte at which the columns of a day end in the spill; those of the first start at 0. */
  ends: number[];
}

/** What a piece of the input came to: an index of its spill. */
export interface PieceSummary {
  /** Events that were kept. Their number in the piece goes by date, then by input order. */
  rows: number;
  counts: CleanCounts;
  dates: SpilledDates;
  /** Names that the piece's records number. */
  types: string[];
  sources: string[];
  devices: string[];
  /** Bytes where each part of the spill starts. */
  quarantine: { start: number; end: number };
  ids: { start: number; counts: number[] };
  events: { start: number; rowStart: number; counts: number[] };
  sessions: { start: number; counts: number[]; textStart: number[]; textEnd: number };
}

const encoder = new TextEncoder();

/**
 * Cleans a piece of the input and lays it out for the tasks to come: rows as columns by date, one record an id and one an event
 * by bucket, every session_id once, and what was refused. Memory: the piece.
 */
export function mapPiece(
  raw: readonly RawEvent[],
  options: CleanOptions,
): { spill: Uint8Array; summary: PieceSummary } {
  const counts = noCleanCounts();
  const refused: string[] = [];
  const events = batchCleaner({
    ...options,
    counts,
    onRefused: (refusal) => refused.push(quarantineLine(refusal)),
  })(raw);

  const sink = new ByteSink(1 << 20);
  const ids = new Uint32Array(events.length * ID_WORDS);
  const rows = new Uint32Array(events.length);
  const dates = spillRows(events, sink, rows, ids);
  const idPart = spillIds(events, sink, rows, ids);
  const { names, eventPart, sessionPart } = spillEvents(events, sink, rows);
  const quarantine = { start: sink.length, end: 0 };
  for (const line of refused) sink.raw(encoder.encode(line));
  quarantine.end = sink.length;

  const summary: PieceSummary = {
    rows: events.length,
    counts,
    dates,
    types: names.types.list,
    sources: names.sources.list,
    devices: names.devices.list,
    quarantine,
    ids: idPart,
    events: eventPart,
    sessions: sessionPart,
  };
  return { spill: sink.bytes(), summary };
}

/** Spills columns date by date; numbers the rows and leaves their fingerprints in the id records. */
function spillRows(
  events: readonly CartEvent[],
  sink: ByteSink,
  rows: Uint32Array,
  ids: Uint32Array,
): SpilledDates {
  const members = new Map<string, number[]>();
  events.forEach(({ date }, i) => {
    const list = members.get(date);
    if (list) list.push(i);
    else members.set(date, [i]);
  });
  const dates: SpilledDates = { days: [], rows: [], ends: [] };
  let row = 0;
  for (const [date, list] of [...members].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const columns = toColumns(
      list.map((i) => events[i] as CartEvent),
      FIELDS,
    );
    const prints = fingerprints(columns, list.length);
    list.forEach((i, k) => {
      rows[i] = row++;
      ids[i * ID_WORDS + 4] = prints[k * 2] as number;
      ids[i * ID_WORDS + 5] = prints[k * 2 + 1] as number;
    });
    encodeColumns(columns, list.length, sink);
    dates.days.push(parseDay(date));
    dates.rows.push(list.length);
    dates.ends.push(sink.length);
  }
  return dates;
}

/** Spills one record an id, by bucket, in input order. */
function spillIds(
  events: readonly CartEvent[],
  sink: ByteSink,
  rows: Uint32Array,
  ids: Uint32Array,
): PieceSummary['ids'] {
  const buckets = new Uint8Array(events.length);
  events.forEach((event, i) => {
    hashText(event.event_id, ids, i * ID_WORDS);
    ids[i * ID_WORDS + 6] = rows[i] as number;
    buckets[i] = bucketOf(ids, i * ID_WORDS);
  });
  const { counts, places } = sortByBucket(buckets);
  const sorted = new Uint32Array(ids.length);
  for (let i = 0; i < events.length; i++) {
    sorted.set(ids.subarray(i * ID_WORDS, (i + 1) * ID_WORDS), (places[i] as number) * ID_WORDS);
  }
  sink.align(8);
  const start = sink.length;
  sink.array(sorted);
  return { start, counts };
}

/** Spills one record an event by the bucket of its session, in input order, and the piece's session_ids. */
function spillEvents(events: readonly CartEvent[], sink: ByteSink, rows: Uint32Array) {
  const names = { types: new Names(), sources: new Names(), devices: new Names() };
  const sessions = new Names();
  for (const event of events) sessions.number(event.session_id);

  const hashes = new Uint32Array(sessions.list.length * SESSION_WORDS);
  const sessionBuckets = Uint8Array.from(sessions.list, (id, i) => {
    hashText(id, hashes, i * SESSION_WORDS);
    return bucketOf(hashes, i * SESSION_WORDS);
  });
  const ranks = sortByBucket(sessionBuckets);
  const buckets = Uint8Array.from(
    events,
    (event) => sessionBuckets[sessions.number(event.session_id)] as number,
  );
  const { counts, places } = sortByBucket(buckets);

  const doubles = new Float64Array(events.length * EVENT_SLOTS);
  const words = new Uint32Array(doubles.buffer);
  events.forEach((event, i) => {
    const slot = (places[i] as number) * EVENT_SLOTS;
    doubles[slot + SLOT.time] = event.timestamp;
    doubles[slot + SLOT.product] = event.product_id ?? Number.NaN;
    doubles[slot + SLOT.price] = event.product_price_vnd;
    doubles[slot + SLOT.amount] = event.total_amount_vnd ?? 0;
    doubles[slot + SLOT.customer] = event.customer_id ?? Number.NaN;
    words[slot * 2 + WORD.session] = ranks.places[sessions.number(event.session_id)] as number;
    words[slot * 2 + WORD.type] = names.types.number(event.event_type);
    words[slot * 2 + WORD.quantity] = event.quantity;
    words[slot * 2 + WORD.source] = names.sources.code(event.source);
    words[slot * 2 + WORD.device] = names.devices.code(event.device);
    words[slot * 2 + WORD.row] = rows[i] as number;
  });
  sink.align(8);
  const eventPart = { start: sink.length, rowStart: 0, counts };
  sink.array(doubles);
  const sortedRows = new Uint32Array(events.length);
  for (let i = 0; i < events.length; i++) sortedRows[places[i] as number] = rows[i] as number;
  sink.align(8);
  eventPart.rowStart = sink.length;
  sink.array(sortedRows);
  return { names, eventPart, sessionPart: spillSessions(sessions.list, hashes, ranks, sink) };
}

/** Spills the hashes of all sessions in order of bucket, then their texts, one run a bucket. */
function spillSessions(
  list: readonly string[],
  hashes: Uint32Array,
  ranks: { counts: number[]; places: Uint32Array },
  sink: ByteSink,
): PieceSummary['sessions'] {
  const texts: string[] = Array.from({ length: list.length });
  const sorted = new Uint32Array(hashes.length);
  list.forEach((text, i) => {
    const rank = ranks.places[i] as number;
    texts[rank] = text;
    sorted.set(hashes.subarray(i * SESSION_WORDS, (i + 1) * SESSION_WORDS), rank * SESSION_WORDS);
  });
  sink.align(8);
  const start = sink.length;
  sink.array(sorted);
  const textStart: number[] = [];
  let next = 0;
  for (const count of ranks.counts) {
    sink.align(8);
    textStart.push(sink.length);
    sink.texts(texts.slice(next, (next += count)));
  }
  sink.align(8);
  return { start, counts: ranks.counts, textStart, textEnd: sink.length };
}
