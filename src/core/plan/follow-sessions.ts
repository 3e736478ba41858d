import { Arena } from '../columns/arena.ts';
import { ByteSink } from '../columns/byte-sink.ts';
import type { SessionFacts } from '../aggregates/session-facts.ts';
import { SessionReplay, type SessionStep } from '../stages/session-replay.ts';
import type { Storage } from '../storage/storage.ts';
import { pickFacts, writeFacts } from './journey-facts.ts';
import type { BucketRange } from './bucket-table.ts';
import type { Pieces } from './pieces.ts';
import { SLOT, WORD } from './records.ts';
import { loadBuckets, type Places } from './load-buckets.ts';
import { renumber } from './renumber.ts';
import { inBlocks, writeSessionRun } from './session-runs.ts';
import type { SessionIds } from './session-ids.ts';
import { type SessionNames, SessionTable } from './session-table.ts';
import type { SortedEvents } from './sorted-events.ts';

/** What the sessions of some buckets came to. */
export interface FollowedSessions {
  /** Sessions with at least one event that was kept. */
  sessions: number;
  /** Numbers given to sessions, those without events included. */
  numbers: number;
  /** Byte at which the part of each piece ends in the file of places. */
  ends: number[];
  /** Byte at which each block of session rows ends. */
  rowEnds: number[];
}

export interface FollowOptions {
  /** Event records held in memory at once. */
  capacity: number;
  /** For the records, and for what is said of each; in use until the sessions are followed. */
  room: Arena;
  /** File of the drops. */
  drops: string;
  /** Sessions that are laid out at once, and of a block of their rows. */
  blockRows: number;
  /** Files to write: the places of events, and the rows of sessions. */
  places: string;
  rows: string;
  /** Is given what the statistics need of every session, in batches. */
  onSessions: (batch: readonly SessionFacts[]) => Promise<void>;
}

/**
 * Follows the sessions of some buckets through their events by time: their rows, and for every event its place in its session,
 * laid out piece by piece in the order of the piece's event records. Memory: `capacity` records, 12 bytes an event and 120 a
 * session of the buckets.
 */
export async function followSessions(
  pieces: Pieces,
  range: BucketRange,
  temp: Storage,
  options: FollowOptions,
): Promise<FollowedSessions> {
  const { events, ids, places } = await loadBuckets(pieces, range, temp, options);
  const table = new SessionTable(ids.count, places.session.length, options.room);
  await replayAll(events, pieces, table, places.sequence);
  const ends = await writePlaces(table, places, { pieces, range, temp, path: options.places });

  const names: SessionNames = {
    types: pieces.index.types.list,
    sources: pieces.index.sources.list,
    devices: pieces.index.devices.list,
  };
  const order = inOrder(table, ids);
  const arena = new Arena();
  for (const block of inBlocks({ table, order }, options.blockRows)) {
    arena.clear();
    await options.onSessions(table.statistics(block, names.types, arena));
  }
  const rowEnds = await writeSessionRun({ table, order, ids, names }, temp, options.rows, options.blockRows);
  return { sessions: order.length, numbers: ids.count, ends, rowEnds };
}

async function replayAll(
  events: SortedEvents,
  pieces: Pieces,
  table: SessionTable,
  sequence: Uint32Array,
): Promise<void> {
  const replay = new SessionReplay(pieces.index.types.list);
  const step: SessionStep = {
    type: 0,
    time: 0,
    product: 0,
    quantity: 0,
    price: 0,
    amount: 0,
    customer: 0,
    source: 0,
    device: 0,
  };
  let current = -1;
  await events.each((doubles, words, slot) => {
    const word = slot * 2;
    const session = words[word + WORD.session] as number;
    if (session !== current) {
      if (current >= 0) table.set(current, replay);
      current = session;
      replay.begin();
    }
    step.type = words[word + WORD.type] as number;
    step.time = doubles[slot + SLOT.time] as number;
    step.product = doubles[slot + SLOT.product] as number;
    step.quantity = words[word + WORD.quantity] as number;
    step.price = doubles[slot + SLOT.price] as number;
    step.amount = doubles[slot + SLOT.amount] as number;
    step.customer = doubles[slot + SLOT.customer] as number;
    step.source = words[word + WORD.source] as number;
    step.device = words[word + WORD.device] as number;
    replay.add(step);
    sequence[words[word + WORD.row] as number] = replay.count;
  });
  if (current >= 0) table.set(current, replay);
}

/** Writes for each piece the places of its events, and the facts of the sessions that it has events of, each once. */
async function writePlaces(
  table: SessionTable,
  { sequence, session }: Places,
  { pieces, range, temp, path }: { pieces: Pieces; range: BucketRange; temp: Storage; path: string },
): Promise<number[]> {
  const local = new Uint32Array(table.counts.length);
  const facts = table.facts();
  const ends: number[] = [];
  const sink = new ByteSink();
  const arena = new Arena();
  async function* parts(): AsyncGenerator<Uint8Array> {
    let from = 0;
    let end = 0;
    for (let piece = 0; piece < pieces.length; piece++) {
      const count = pieces.index.events.within(piece, range);
      arena.clear();
      const { seen, locals } = renumber(session.subarray(from, from + count), local, arena);
      sink.clear();
      sink.array(sequence.subarray(from, from + count));
      sink.array(locals);
      writeFacts(pickFacts(facts, seen, arena), sink);
      ends.push((end += sink.length));
      yield sink.bytes();
      from += count;
    }
  }
  await temp.write(path, parts(), { durable: false });
  return ends;
}

/** The numbers of sessions that have events, in the order of session_metrics: by start, then by id in code unit order. */
function inOrder({ starts, counts }: SessionTable, ids: SessionIds): Uint32Array {
  const order = Uint32Array.from(starts.keys()).filter((number) => (counts[number] as number) > 0);
  return order.sort((a, b) => {
    const difference = (starts[a] as number) - (starts[b] as number);
    return difference || ids.compare(a, b);
  });
}
