import type { ByteSink } from '../columns/byte-sink.ts';
import type { CartEvent } from '../event.ts';
import { hashText } from '../hash/hash-text.ts';
import { Names } from './names.ts';
import { bucketOf, EVENT_SLOTS, ID_WORDS, SESSION_WORDS, SLOT, sortByBucket, WORD } from './records.ts';

/** Where the id records of a piece start in its spill, and how many are in each bucket. */
export interface SpilledIds {
  start: number;
  counts: number[];
}

/** The same for its event records; `rowStart` is where the rows that they are about are listed. */
export interface SpilledRecords extends SpilledIds {
  rowStart: number;
}

/** The same for its sessions: their hashes, then their texts, one run a bucket. */
export interface SpilledSessions extends SpilledIds {
  textStart: number[];
  textEnd: number;
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
export function spillIds(
  events: readonly CartEvent[],
  sink: ByteSink,
  rows: Uint32Array,
  ids: Uint32Array,
): SpilledIds {
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
export function spillEvents(events: readonly CartEvent[], sink: ByteSink, rows: Uint32Array): SpilledEvents {
  const ids = new Names();
  const sessions = Uint32Array.from(events, ({ session_id }) => ids.number(session_id));
  const hashes = new Uint32Array(ids.list.length * SESSION_WORDS);
  const sessionBuckets = Uint8Array.from(ids.list, (id, i) => {
    hashText(id, hashes, i * SESSION_WORDS);
    return bucketOf(hashes, i * SESSION_WORDS);
  });
  const ranks = sortByBucket(sessionBuckets);
  const { counts, places } = sortByBucket(
    Uint8Array.from(sessions, (session) => sessionBuckets[session] as number),
  );

  const types = new Names();
  const sources = new Names();
  const devices = new Names();
  const doubles = new Float64Array(events.length * EVENT_SLOTS);
  const words = new Uint32Array(doubles.buffer);
  events.forEach((event, i) => {
    const slot = (places[i] as number) * EVENT_SLOTS;
    const word = slot * 2;
    doubles[slot + SLOT.time] = event.timestamp;
    doubles[slot + SLOT.product] = event.product_id ?? Number.NaN;
    doubles[slot + SLOT.price] = event.product_price_vnd;
    doubles[slot + SLOT.amount] = event.total_amount_vnd ?? 0;
    doubles[slot + SLOT.customer] = event.customer_id ?? Number.NaN;
    words[word + WORD.session] = ranks.places[sessions[i] as number] as number;
    words[word + WORD.type] = types.number(event.event_type);
    words[word + WORD.quantity] = event.quantity;
    words[word + WORD.source] = sources.code(event.source);
    words[word + WORD.device] = devices.code(event.device);
    words[word + WORD.row] = rows[i] as number;
  });
  sink.align(8);
  const start = sink.length;
  sink.array(doubles);
  const sortedRows = new Uint32Array(events.length);
  for (let i = 0; i < events.length; i++) sortedRows[places[i] as number] = rows[i] as number;
  sink.align(8);
  const rowStart = sink.length;
  sink.array(sortedRows);
  return {
    events: { start, rowStart, counts },
    sessions: spillSessions(ids.list, hashes, ranks, sink),
    types: types.list,
    sources: sources.list,
    devices: devices.list,
  };
}

/** Spills the hashes of all sessions in order of bucket, then their texts, one run a bucket. */
function spillSessions(
  list: readonly string[],
  hashes: Uint32Array,
  ranks: { counts: number[]; places: Uint32Array },
  sink: ByteSink,
): SpilledSessions {
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
