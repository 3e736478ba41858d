import { Arena } from '../columns/arena.ts';
import { ByteSink } from '../columns/byte-sink.ts';
import type { HashTable } from '../hash/hash-table.ts';
import { IdLedger, VERDICTS } from '../stages/id-ledger.ts';
import type { Storage } from '../storage/storage.ts';
import type { BucketRange } from './bucket-table.ts';
import type { Pieces } from './pieces.ts';
import { ID_WORDS } from './records.ts';

/** How many events of some id buckets are dropped. */
export interface DropCounts {
  duplicates: number;
  conflicts: number;
  /** Events whose ids are in the table already. */
  known: number;
}

export interface DropIdsOptions {
  /** The file to write. */
  path: string;
  /** Ids that are dropped whatever their events. @default none */
  known?: HashTable;
  /** For what is known of the ids, until they are judged. @default room of its own */
  room?: Arena;
}

/** What an id takes in a ledger at most. */
const LEDGER_BYTES = 45;

/** Marks of a row in the file of drops; 0 is a row that is kept. */
export const DROPPED = { ...VERDICTS, known: 3 } as const;

/**
 * Judges the ids of some buckets in input order and writes the rows that are dropped, piece by piece, and then the byte at which
 * each piece ends; an id that is `known` is dropped whatever its event. Memory: 45 bytes an id of the buckets, and their records in one piece.
 */
export async function dropIds(
  pieces: Pieces,
  range: BucketRange,
  temp: Storage,
  { path, known, room = new Arena() }: DropIdsOptions,
): Promise<DropCounts> {
  const expected = pieces.index.ids.sum(range);
  room.clear(expected * LEDGER_BYTES);
  const ledger = new IdLedger(expected, room);
  const counts: DropCounts = { duplicates: 0, conflicts: 0, known: 0 };
  const sink = new ByteSink();
  const arena = new Arena();
  const ends: number[] = [];
  for (let piece = 0; piece < pieces.length; piece++) {
    arena.clear();
    const ids = await pieces.ids(piece, range, arena);
    const drops: number[] = [];
    for (let at = 0; at < ids.length; at += ID_WORDS) {
      if (known?.has(ids, at) === true) {
        counts.known++;
        drops.push(ids[at + 6] as number, DROPPED.known);
        continue;
      }
      const verdict = ledger.judge(ids, at, ids[at + 4] as number, ids[at + 5] as number);
      if (verdict === VERDICTS.first) continue;
      counts[verdict === VERDICTS.duplicate ? 'duplicates' : 'conflicts']++;
      drops.push(ids[at + 6] as number, verdict);
    }
    sink.array(Uint32Array.from(drops));
    ends.push(sink.length);
  }
  sink.array(Float64Array.from(ends));
  await temp.write(path, sink.bytes(), { durable: false });
  return counts;
}
