import { ByteSource } from '../columns/byte-source.ts';
import type { Storage } from '../storage/storage.ts';
import { joinFacts, type JourneyFacts, pickFacts, readFacts, writeFacts } from './journey-facts.ts';
import type { SpillRoom } from './map-piece.ts';
import type { BucketRange } from './bucket-table.ts';
import type { Pieces } from './pieces.ts';
import { renumber } from './renumber.ts';

/** What a task over some session buckets left behind for a piece. */
export interface PlacesPart {
  path: string;
  range: BucketRange;
  /** Bytes of the file. */
  start: number;
  end: number;
  /** Added to the task's own numbers, a session's number is its number in the run. */
  base: number;
}

/** Where a join reads and writes, and what it works with. */
export interface JoinRoom {
  temp: Storage;
  /** The file to write. */
  path: string;
  room: SpillRoom;
}

/**
 * Brings the places of a piece's events from the order of sessions back to the order of its rows, date by date. Returns the
 * byte at which the part of each of its dates ends. Memory: the piece.
 */
export async function joinPiece(
  pieces: Pieces,
  piece: number,
  files: readonly PlacesPart[],
  { temp, path, room }: JoinRoom,
): Promise<number[]> {
  const { rows, dates } = pieces.entry(piece);
  const { sink, arena } = room;
  sink.clear();
  arena.clear();
  const sequence = arena.words(rows);
  const session = arena.words(rows);
  const parts: JourneyFacts[] = [];
  let sessions = 0;
  for (const { path: from, range, start, end, base } of files) {
    const rowOf = await pieces.eventRows(piece, range, arena);
    const source = new ByteSource(await temp.read(from, { start, end }, { arena }));
    const sequences = source.u32s(rowOf.length);
    const locals = source.u32s(rowOf.length);
    for (let i = 0; i < rowOf.length; i++) {
      sequence[rowOf[i] as number] = sequences[i] as number;
      session[rowOf[i] as number] = sessions + (locals[i] as number);
    }
    const facts = readFacts(source);
    for (let i = 0; i < facts.numbers.length; i++) facts.numbers[i] = (facts.numbers[i] as number) + base;
    parts.push(facts);
    sessions += facts.counts.length;
  }
  const all = joinFacts(parts, arena);
  const scratch = arena.words(sessions);
  let from = 0;
  const ends = dates.rows.map((count) => {
    const { seen, locals } = renumber(session.subarray(from, from + count), scratch, arena);
    sink.array(sequence.subarray(from, from + count));
    sink.array(locals);
    writeFacts(pickFacts(all, seen, arena), sink);
    from += count;
    return sink.length;
  });
  await temp.write(path, sink.bytes(), { durable: false });
  return ends;
}
