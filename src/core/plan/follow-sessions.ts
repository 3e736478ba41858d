import { Arena } from '../columns/arena.ts';
import { ByteSink } from '../columns/byte-sink.ts';
import type { SessionFacts } from '../aggregates/session-facts.ts';
import { SessionReplay, type SessionStep } from '../stages/session-replay.ts';
import type { Storage } from '../storage/storage.ts';
import { readDrops } from './join-drops.ts';
import { pickFacts, writeFacts } from './journey-facts.ts';
import type { BucketRange, Pieces } from './pieces.ts';
import { EVENT_BYTES, EVENT_SLOTS, SLOT, WORD } from './records.ts';
import { renumber } from './renumber.ts';
import { inBlocks, writeSessionRun } from './session-runs.ts';
import { SessionIds } from './session-ids.ts';
import { type SessionNames, SessionTable } from './session-table.ts';
import { SortedEvents } from './sorted-events.ts';

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
  const { events, ids, places } = await load(pieces, range, temp, options);
  const table = new SessionTable(ids.count, places.session.length, options.room);
  await replayAll(events, pieces, table, places.sequence);
  const ends = await writePlaces(table, places, temp, options.places);

  const names: SessionNames = {
    types: pieces.types.list,
    sources: pieces.sources.list,
    devices: pieces.devices.list,
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

/** Where each event of the buckets belongs: entry i is about the i-th event record, pieces one after another. */
interface Places {
  /** Place in the session, from 1; 0 for an event that was dropped. */
  sequence: Uint32Array;
  session: Uint32Array;
  /** Records of each piece. */
  counts: number[];
}

async function load(pieces: Pieces, range: BucketRange, temp: Storage, options: FollowOptions) {
  const counts = pieces.summaries.map((_, piece) => pieces.eventsIn(piece, range));
  const records = counts.reduce((sum, count) => sum + count, 0);
  const { capacity, room } = options;
  const sessions = pieces.sessionsIn(range);
  room.clear(
    Math.min(records, capacity) * EVENT_BYTES + records * 12 + sessions.sessions * 120 + sessions.bytes,
  );
  const ids = new SessionIds(sessions, room);
  const events = new SortedEvents(temp, options.places, { capacity, expected: records, arena: room });
  const arena = new Arena();
  const places: Places = { sequence: room.words(records).fill(0), session: room.words(records), counts };
  let row = 0;
  for (let piece = 0; piece < counts.length; piece++) {
    arena.clear();
    const own = await pieces.sessions(piece, range, arena);
    const numbers = ids.take(own, arena);
    const codes = pieces.codes(piece);
    const drops = await readDrops(pieces, piece, temp, options.drops, arena);
    const doubles = await pieces.events(piece, range, arena);
    const words = new Uint32Array(doubles.buffer, doubles.byteOffset, doubles.length * 2);
    for (let slot = 0; slot < doubles.length; slot += EVENT_SLOTS, row++) {
      const word = slot * 2;
      const session = numbers[(words[word + WORD.session] as number) - own.before] as number;
      places.session[row] = session;
      if (drops[words[word + WORD.row] as number] !== 0) continue;
      words[word + WORD.type] = codes.types[words[word + WORD.type] as number] as number;
      words[word + WORD.source] = codes.sources[words[word + WORD.source] as number] as number;
      words[word + WORD.device] = codes.devices[words[word + WORD.device] as number] as number;
      events.add(doubles, slot, session, row);
    }
    await events.settle();
  }
  return { events, ids, places };
}

async function replayAll(
  events: SortedEvents,
  pieces: Pieces,
  table: SessionTable,
  sequence: Uint32Array,
): Promise<void> {
  const replay = new SessionReplay(pieces.types.list);
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
  places: Places,
  temp: Storage,
  path: string,
): Promise<number[]> {
  const { sequence, session, counts } = places;
  const local = new Uint32Array(table.counts.length);
  const facts = table.facts();
  const ends: number[] = [];
  const sink = new ByteSink();
  const arena = new Arena();
  async function* parts(): AsyncGenerator<Uint8Array> {
    let from = 0;
    let end = 0;
    for (const count of counts) {
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
