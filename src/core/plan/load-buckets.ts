import { Arena } from '../columns/arena.ts';
import type { Storage } from '../storage/storage.ts';
import { readDrops } from './join-drops.ts';
import type { BucketRange } from './bucket-table.ts';
import type { Pieces } from './pieces.ts';
import { EVENT_BYTES, EVENT_SLOTS, WORD } from './records.ts';
import { SessionIds } from './session-ids.ts';
import { SortedEvents } from './sorted-events.ts';

/** Where each event of the buckets belongs: entry i is about the i-th event record, pieces one after another. */
export interface Places {
  /** Place in the session, from 1; 0 for an event that was dropped. */
  sequence: Uint32Array;
  session: Uint32Array;
}

/** What the records of some buckets are loaded with. */
export interface LoadOptions {
  /** Event records held in memory at once. */
  capacity: number;
  /** For all that is loaded. */
  room: Arena;
  /** File of the drops. */
  drops: string;
  /** Begins the names of files for what memory cannot hold. */
  places: string;
}

/** What some buckets hold. */
export interface LoadedBuckets {
  /** Those that are not dropped. */
  events: SortedEvents;
  ids: SessionIds;
  places: Places;
}

/** Bytes of an event's place and step, and of a session's facts and its entry among the ids: what they take at most. */
const PLACE_BYTES = 12;
const SESSION_BYTES = 120;

/** Loads the event records of some buckets, sessions numbered over all pieces, codes as those of the run. */
export async function loadBuckets(
  pieces: Pieces,
  range: BucketRange,
  temp: Storage,
  options: LoadOptions,
): Promise<LoadedBuckets> {
  const { index } = pieces;
  const records = index.events.sum(range);
  const { capacity, room } = options;
  const sessions = { sessions: index.sessions.sum(range), bytes: index.texts.sum(range) };
  room.clear(
    Math.min(records, capacity) * EVENT_BYTES +
      records * PLACE_BYTES +
      sessions.sessions * SESSION_BYTES +
      sessions.bytes,
  );
  const ids = new SessionIds(sessions, room);
  const events = new SortedEvents(temp, options.places, { capacity, expected: records, arena: room });
  const arena = new Arena();
  const places: Places = { sequence: room.words(records).fill(0), session: room.words(records) };
  let row = 0;
  for (let piece = 0; piece < pieces.length; piece++) {
    arena.clear();
    const own = await pieces.sessions(piece, range, arena);
    const numbers = ids.take(own, arena);
    const { codes } = pieces.entry(piece);
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
