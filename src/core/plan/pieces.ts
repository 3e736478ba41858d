import type { Arena } from '../columns/arena.ts';
import { ByteSource } from '../columns/byte-source.ts';
import type { Storage } from '../storage/storage.ts';
import type { BucketRange } from './bucket-table.ts';
import type { PieceEntry, PieceIndex } from './piece-index.ts';
import type { SpilledSessionIds } from './session-ids.ts';
import { EVENT_BYTES, ID_BYTES, SESSION_WORDS } from './records.ts';

/** The spilled pieces of a run in input order, and the ways into them; what is read may lie in the reader's arena. */
export class Pieces {
  readonly index: PieceIndex;
  readonly #temp: Storage;
  readonly #rowsBefore: Float64Array;

  constructor(temp: Storage, index: PieceIndex) {
    this.#temp = temp;
    this.index = index;
    this.#rowsBefore = new Float64Array(index.entries.length + 1);
    index.entries.forEach(({ rows }, i) => {
      this.#rowsBefore[i + 1] = (this.#rowsBefore[i] as number) + rows;
    });
  }

  /** How many pieces there are. */
  get length(): number {
    return this.index.entries.length;
  }

  /** What is known of a piece. */
  entry(piece: number): PieceEntry {
    return this.index.entries[piece] as PieceEntry;
  }

  /** Rows of all pieces before one. */
  rowsBefore(piece: number): number {
    return this.#rowsBefore[piece] as number;
  }

  /** The id records of a piece in some buckets. */
  async ids(piece: number, range: BucketRange, arena?: Arena): Promise<Uint32Array> {
    const { ids } = this.index;
    const records = ids.within(piece, range);
    const first = this.entry(piece).starts.ids + ids.before(piece, range.from) * ID_BYTES;
    const source = await this.#read(piece, first, records * ID_BYTES, arena);
    return source.u32s(records * (ID_BYTES / 4));
  }

  /** The event records of a piece in some buckets. */
  async events(piece: number, range: BucketRange, arena?: Arena): Promise<Float64Array<ArrayBuffer>> {
    const { events } = this.index;
    const records = events.within(piece, range);
    const first = this.entry(piece).starts.events + events.before(piece, range.from) * EVENT_BYTES;
    const source = await this.#read(piece, first, records * EVENT_BYTES, arena);
    return source.f64s(records * (EVENT_BYTES / 8));
  }

  /** Where a day stands among the dates of a piece; -1 where it has none of it. */
  dayIn(piece: number, day: number): number {
    const { days } = this.entry(piece).dates;
    let low = 0;
    let high = days.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((days[middle] as number) < day) low = middle + 1;
      else high = middle;
    }
    return days[low] === day ? low : -1;
  }

  /** Whether a piece has rows of any of some days, the first and last included. */
  hasDays(piece: number, { first, last }: { first: number; last: number }): boolean {
    return this.entry(piece).dates.days.some((day) => day >= first && day <= last);
  }

  /** Rows of every day in the run, dropped ones included. */
  rowsByDay(): Map<number, number> {
    const rows = new Map<number, number>();
    for (const { dates } of this.index.entries) {
      dates.days.forEach((day, i) => rows.set(day, (rows.get(day) ?? 0) + (dates.rows[i] as number)));
    }
    return rows;
  }

  /** The rows that the event records of a piece in some buckets are about. */
  async eventRows(piece: number, range: BucketRange, arena?: Arena): Promise<Uint32Array> {
    const { events } = this.index;
    const records = events.within(piece, range);
    const first = this.entry(piece).starts.eventRows + events.before(piece, range.from) * 4;
    return (await this.#read(piece, first, records * 4, arena)).u32s(records);
  }

  /** The sessions of a piece in some buckets, how many stand before them, and their ids bucket by bucket, in the same order. */
  async sessions(
    piece: number,
    range: BucketRange,
    arena?: Arena,
  ): Promise<SpilledSessionIds & { before: number }> {
    const { sessions, texts } = this.index;
    const { starts } = this.entry(piece);
    const before = sessions.before(piece, range.from);
    const count = sessions.within(piece, range);
    const bytes = SESSION_WORDS * 4;
    const hashes = (await this.#read(piece, starts.sessions + before * bytes, count * bytes, arena)).u32s(
      count * SESSION_WORDS,
    );
    const first = starts.texts + texts.before(piece, range.from);
    const source = await this.#read(piece, first, texts.within(piece, range), arena);
    const ids = Array.from({ length: range.to - range.from }, () => {
      source.align(8);
      return source.utf8Texts();
    });
    return { before, hashes, ids };
  }

  async #read(piece: number, start: number, length: number, arena: Arena | undefined): Promise<ByteSource> {
    if (length === 0) return new ByteSource(new Uint8Array());
    const { spill } = this.entry(piece);
    return new ByteSource(await this.#temp.read(spill, { start, end: start + length }, { arena }));
  }
}

/** The task id of a piece; its spill is beside its manifest. */
export function pieceId(piece: number): string {
  return `spills/${String(piece).padStart(6, '0')}`;
}
