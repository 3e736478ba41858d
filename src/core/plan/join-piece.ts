import { Arena } from '../columns/arena.ts';
import { ByteSink, ByteSource } from '../columns/byte-sink.ts';
import type { Storage } from '../storage/storage.ts';
import { factsOf, gatherFacts, type JourneyFacts, readFacts, writeFacts } from './journey-facts.ts';
import type { BucketRange, Pieces } from './pieces.ts';
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

/**
 * Brings the places of a piece's events from the order of sessions back to the order of its rows, date by date. Returns the
 * byte at which the part of each of its dates ends. Memory: the piece.
 */
export async function joinPiece(
  pieces: Pieces,
  piece: number,
  files: readonly PlacesPart[],
  temp: Storage,
  path: string,
): Promise<number[]> {
  const { rows, dates } = pieces.summary(piece);
  const sequence = new Uint32Array(rows);
  const session = new Uint32Array(rows);
  const parts: JourneyFacts[] = [];
  const arena = new Arena();
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
    facts.numbers = facts.numbers.map((number) => number + base);
    parts.push(facts);
    sessions += facts.counts.length;
  }
  const all = parts.flatMap((facts) => Array.from(facts.counts, (_, i) => factsOf(facts, i)));
  const scratch = new Uint32Array(sessions);
  const sink = new ByteSink();
  let from = 0;
  const ends = dates.rows.map((count) => {
    const { seen, locals } = renumber(session.subarray(from, from + count), scratch);
    sink.array(sequence.subarray(from, from + count));
    sink.array(locals);
    writeFacts(gatherFacts(seen.map((number) => all[number] as (typeof all)[number])), sink);
    from += count;
    return sink.length;
  });
  await temp.write(path, sink.bytes(), { durable: false });
  return ends;
}
