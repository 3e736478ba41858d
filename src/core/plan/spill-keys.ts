import type { Arena } from '../columns/arena.ts';
import type { ByteDictionary } from '../columns/byte-dictionary.ts';
import type { ByteSink } from '../columns/byte-sink.ts';
import { gatherTexts } from '../columns/gather.ts';
import { hashBytes } from '../hash/hash-text.ts';
import { FIELD, type PieceColumns } from './piece-columns.ts';
import { bucketOf, EVENT_SLOTS, ID_WORDS, SESSION_WORDS, SLOT, sortByBucket, WORD } from './records.ts';

/** What is known of the rows of a piece by the order in which they were read. */
export interface PieceKeys {
  /** The number of each row by date. */
  rows: Uint32Array;
  /** The id record of each row. */
  ids: Uint32Array;
  /** For what is needed until the piece is spilled. */
  arena: Arena;
}

/** Where the id records of a piece start in its spill, and how many are in each bucket. */
export interface SpilledIds {
  start: number;
  counts: number[];
}

/** The same for its event records; `rowStart` is where the rows that they are about are listed. */
export interface SpilledRecords extends SpilledIds {
  rowStart: number;
}

/** The same for its sessions: their hashes, then their texts, one run a bucket from `textStart` on. */
export interface SpilledSessions extends SpilledIds {
  textStart: number;
  /** What the run of each bucket takes. */
  textBytes: number[];
}

/** What events left in a spill, and the names that their records number. */
export interface SpilledEvents {
  events: SpilledRecords;
  sessions: SpilledSessions;
  types: string[];
  sources: string[];
  devices: string[];
}

/** Spills one record an id, by bucket, in input order. */
export function spillIds(columns: PieceColumns, sink: ByteSink, { rows, ids, arena }: PieceKeys): SpilledIds {
  const { bytes, ends } = columns.dictionary(FIELD.event_id);
  const codes = columns.code(FIELD.event_id);
  const buckets = new Uint8Array(columns.rows);
  for (let i = 0; i < buckets.length; i++) {
    const code = codes[i] as number;
    const at = i * ID_WORDS;
    hashBytes(bytes, ends[code - 1] as number, ends[code] as number, ids, at);
    ids[at + 6] = rows[i] as number;
    buckets[i] = bucketOf(ids, at);
  }
  const { counts, places } = sortByBucket(buckets);
  const sorted = arena.words(ids.length);
  for (let i = 0; i < buckets.length; i++) {
    const to = (places[i] as number) * ID_WORDS;
    for (let word = 0; word < ID_WORDS; word++) sorted[to + word] = ids[i * ID_WORDS + word] as number;
  }
  sink.align(8);
  const start = sink.length;
  sink.array(sorted);
  return { start, counts };
}

/** Spills one record an event by the bucket of its session, in input order, and the piece's session_ids. */
export function spillEvents(
  columns: PieceColumns,
  sink: ByteSink,
  { rows, arena }: PieceKeys,
): SpilledEvents {
  const ids = columns.dictionary(FIELD.session_id);
  const sessions = columns.code(FIELD.session_id);
  const hashes = new Uint32Array(ids.size * SESSION_WORDS);
  const sessionBuckets = new Uint8Array(ids.size);
  for (let i = 0; i < ids.size; i++) {
    hashBytes(ids.bytes, ids.ends[i] as number, ids.ends[i + 1] as number, hashes, i * SESSION_WORDS);
    sessionBuckets[i] = bucketOf(hashes, i * SESSION_WORDS);
  }
  const ranks = sortByBucket(sessionBuckets);
  const buckets = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) buckets[i] = sessionBuckets[(sessions[i] as number) - 1] as number;
  const { counts, places } = sortByBucket(buckets);

  sink.align(8);
  const start = sink.length;
  const records = arena.doubles(rows.length * EVENT_SLOTS);
  fillRecords(records, columns, { rows, places, ranks: ranks.places });
  sink.array(records);
  const sortedRows = arena.words(rows.length);
  for (let i = 0; i < rows.length; i++) sortedRows[places[i] as number] = rows[i] as number;
  sink.align(8);
  const rowStart = sink.length;
  sink.array(sortedRows);
  return {
    events: { start, rowStart, counts },
    sessions: spillSessions({ ids, hashes, ranks, arena }, sink),
    types: columns.dictionary(FIELD.event_type).texts(),
    sources: columns.dictionary(FIELD.source).texts(),
    devices: columns.dictionary(FIELD.device).texts(),
  };
}

/** Fills in a record an event, each in its place. @param ranks of the piece's sessions, in the order in which they are first seen */
function fillRecords(
  doubles: Float64Array,
  columns: PieceColumns,
  { rows, places, ranks }: { rows: Uint32Array; places: Uint32Array; ranks: Uint32Array },
): void {
  const words = new Uint32Array(doubles.buffer, doubles.byteOffset, doubles.length * 2);
  const time = columns.number(FIELD.timestamp);
  const product = columns.number(FIELD.product_id);
  const price = columns.number(FIELD.product_price_vnd);
  const amount = columns.number(FIELD.total_amount_vnd);
  const customer = columns.number(FIELD.customer_id);
  const quantity = columns.number(FIELD.quantity);
  const session = columns.code(FIELD.session_id);
  const type = columns.code(FIELD.event_type);
  const source = columns.code(FIELD.source);
  const device = columns.code(FIELD.device);
  for (let i = 0; i < rows.length; i++) {
    const slot = (places[i] as number) * EVENT_SLOTS;
    const word = slot * 2;
    const paid = amount[i] as number;
    doubles[slot + SLOT.time] = time[i] as number;
    doubles[slot + SLOT.product] = product[i] as number;
    doubles[slot + SLOT.price] = price[i] as number;
    doubles[slot + SLOT.amount] = paid === paid ? paid : 0;
    doubles[slot + SLOT.customer] = customer[i] as number;
    words[word + WORD.session] = ranks[(session[i] as number) - 1] as number;
    words[word + WORD.type] = (type[i] as number) - 1;
    words[word + WORD.quantity] = quantity[i] as number;
    words[word + WORD.source] = source[i] as number;
    words[word + WORD.device] = device[i] as number;
    words[word + WORD.row] = rows[i] as number;
  }
}

/** Spills the hashes of all sessions in order of bucket, then their texts, one run a bucket. */
function spillSessions(
  {
    ids,
    hashes,
    ranks,
    arena,
  }: {
    ids: ByteDictionary;
    hashes: Uint32Array;
    ranks: { counts: number[]; places: Uint32Array };
    arena: Arena;
  },
  sink: ByteSink,
): SpilledSessions {
  const texts = ids.column(new Uint32Array());
  const order = new Uint32Array(ids.size);
  const sorted = new Uint32Array(hashes.length);
  for (let i = 0; i < order.length; i++) {
    const rank = ranks.places[i] as number;
    order[rank] = i + 1;
    for (let word = 0; word < SESSION_WORDS; word++)
      sorted[rank * SESSION_WORDS + word] = hashes[i * SESSION_WORDS + word] as number;
  }
  sink.align(8);
  const start = sink.length;
  sink.array(sorted);
  const { ends, bytes } = gatherTexts(texts.ends, texts.bytes, order, arena);
  sink.align(8);
  const textStart = sink.length;
  let next = 0;
  let from = 0;
  const textBytes = ranks.counts.map((count) => {
    const at = sink.length;
    const base = from;
    const own = ends.slice(next, (next += count));
    from = own.at(-1) ?? base;
    sink.utf8Texts(
      own.map((end) => end - base),
      bytes.subarray(base, from),
    );
    sink.align(8);
    return sink.length - at;
  });
  return { start, counts: ranks.counts, textStart, textBytes };
}
