import type { Arena } from '../columns/arena.ts';
import { ByteSource } from '../columns/byte-source.ts';
import type { Storage } from '../storage/storage.ts';
import { Names } from './names.ts';
import type { PieceSummary } from './map-piece.ts';
import type { SpilledSessionIds } from './session-ids.ts';
import { BUCKETS, EVENT_BYTES, ID_BYTES, SESSION_WORDS, total } from './records.ts';

/** A piece and where its spill lies. */
export interface SpilledPiece extends PieceSummary {
  spill: string;
}

/** A run of neighbouring buckets, `to` exclusive. */
export interface BucketRange {
  from: number;
  to: number;
}

/** The spilled pieces of a run in input order, and the ways into them; what is read may lie in the reader's arena. */
export class Pieces {
  readonly summaries: readonly SpilledPiece[];
  readonly #temp: Storage;
  readonly #rowsBefore: Float64Array;

  constructor(temp: Storage, summaries: readonly SpilledPiece[]) {
    this.#temp = temp;
    this.summaries = summaries;
    this.#rowsBefore = new Float64Array(summaries.length + 1);
    summaries.forEach((summary, i) => {
      this.#rowsBefore[i + 1] = (this.#rowsBefore[i] as number) + summary.rows;
      for (const type of summary.types) this.types.number(type);
      for (const source of summary.sources) this.sources.number(source);
      for (const device of summary.devices) this.devices.number(device);
    });
  }

  /** Every name that the pieces number, and the way from a piece's numbers to it. */
  readonly types = new Names();
  readonly sources = new Names();
  readonly devices = new Names();

  /** Rows of all pieces before one. */
  rowsBefore(piece: number): number {
    return this.#rowsBefore[piece] as number;
  }

  /** The id records of a piece in some buckets. */
  async ids(piece: number, { from, to }: BucketRange, arena?: Arena): Promise<Uint32Array> {
    const { start, counts } = this.summary(piece).ids;
    const records = total(counts, from, to);
    const first = start + total(counts, 0, from) * ID_BYTES;
    const source = await this.#read(piece, first, records * ID_BYTES, arena);
    return source.u32s(records * (ID_BYTES / 4));
  }

  /** The event records of a piece in some buckets. */
  async events(piece: number, { from, to }: BucketRange, arena?: Arena): Promise<Float64Array<ArrayBuffer>> {
    const { start, counts } = this.summary(piece).events;
    const records = total(counts, from, to);
    const first = start + total(counts, 0, from) * EVENT_BYTES;
    const source = await this.#read(piece, first, records * EVENT_BYTES, arena);
    return source.f64s(records * (EVENT_BYTES / 8));
  }

  /** Where a day stands among the dates of a piece; -1 where it has none of it. */
  dayIn(piece: number, day: number): number {
    const { days } = this.summary(piece).dates;
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
    return this.summary(piece).dates.days.some((day) => day >= first && day <= last);
  }

  /** Rows of every day in the run, dropped ones included. */
  rowsByDay(): Map<number, number> {
    const rows = new Map<number, number>();
    for (const { dates } of this.summaries) {
      dates.days.forEach((day, i) => rows.set(day, (rows.get(day) ?? 0) + (dates.rows[i] as number)));
    }
    return rows;
  }

  /** How many event records a piece has in some buckets. */
  eventsIn(piece: number, { from, to }: BucketRange): number {
    return total(this.summary(piece).events.counts, from, to);
  }

  /** How many sessions the pieces have in some buckets, those of several counted for each, and the bytes of their ids. */
  sessionsIn({ from, to }: BucketRange): { sessions: number; bytes: number } {
    let sessions = 0;
    let bytes = 0;
    for (const { sessions: own } of this.summaries) {
      sessions += total(own.counts, from, to);
      bytes += (own.textStart[to] ?? own.textEnd) - (own.textStart[from] as number);
    }
    return { sessions, bytes };
  }

  /** The rows that the event records of a piece in some buckets are about. */
  async eventRows(piece: number, range: BucketRange, arena?: Arena): Promise<Uint32Array> {
    const { rowStart, counts } = this.summary(piece).events;
    const records = this.eventsIn(piece, range);
    const first = rowStart + total(counts, 0, range.from) * 4;
    return (await this.#read(piece, first, records * 4, arena)).u32s(records);
  }

  /** From the numbers and codes in a piece's records to those of the run. */
  codes(piece: number): { types: Uint32Array; sources: Uint32Array; devices: Uint32Array } {
    const { types, sources, devices } = this.summary(piece);
    return {
      types: Uint32Array.from(types, (type) => this.types.number(type)),
      sources: Uint32Array.from([null, ...sources], (source) => this.sources.code(source)),
      devices: Uint32Array.from([null, ...devices], (device) => this.devices.code(device)),
    };
  }

  /** The sessions of a piece in some buckets, how many stand before them, and their ids bucket by bucket, in the same order. */
  async sessions(
    piece: number,
    { from, to }: BucketRange,
    arena?: Arena,
  ): Promise<SpilledSessionIds & { before: number }> {
    const { start, counts, textStart, textEnd } = this.summary(piece).sessions;
    const before = total(counts, 0, from);
    const count = total(counts, from, to);
    const bytes = SESSION_WORDS * 4;
    const hashes = (await this.#read(piece, start + before * bytes, count * bytes, arena)).u32s(
      count * SESSION_WORDS,
    );
    const first = textStart[from] as number;
    const source = await this.#read(piece, first, (textStart[to] ?? textEnd) - first, arena);
    const ids = Array.from({ length: to - from }, () => {
      source.align(8);
      return source.utf8Texts();
    });
    return { before, hashes, ids };
  }

  /** The index of a piece's spill. */
  summary(piece: number): SpilledPiece {
    return this.summaries[piece] as SpilledPiece;
  }

  async #read(piece: number, start: number, length: number, arena: Arena | undefined): Promise<ByteSource> {
    if (length === 0) return new ByteSource(new Uint8Array());
    const { spill } = this.summary(piece);
    return new ByteSource(await this.#temp.read(spill, { start, end: start + length }, { arena }));
  }
}

/** The task id of a piece. */
export function pieceId(piece: number): string {
  return `pieces/${String(piece).padStart(6, '0')}`;
}

/** Cuts the buckets into runs of at most `budget` records each, as far as single buckets allow, and about alike for each of `width`. */
export function groupBuckets(
  countsOfPieces: Iterable<readonly number[]>,
  budget: number,
  width = 1,
): BucketRange[] {
  const sums = Array.from({ length: BUCKETS }, () => 0);
  for (const counts of countsOfPieces) counts.forEach((count, bucket) => ((sums[bucket] as number) += count));
  const all = total(sums, 0, BUCKETS);
  const share = all / (Math.max(1, Math.ceil(all / budget / width)) * width);
  const groups: BucketRange[] = [];
  let from = 0;
  let records = 0;
  let before = 0;
  sums.forEach((count, bucket) => {
    const isFull = records + count > budget || before + count / 2 > share * (groups.length + 1);
    if (records > 0 && isFull) {
      groups.push({ from, to: bucket });
      from = bucket;
      records = 0;
    }
    records += count;
    before += count;
  });
  groups.push({ from, to: BUCKETS });
  return groups;
}
