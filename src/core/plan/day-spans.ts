import type { Arena } from '../columns/arena.ts';
import { ByteSource } from '../columns/byte-source.ts';
import type { Storage } from '../storage/storage.ts';
import type { Pieces } from './pieces.ts';

/** Days that are worked on by one task, first and last included. */
export interface DayRange {
  first: number;
  last: number;
}

/** What days are read with. */
export interface DayReading {
  pieces: Pieces;
  temp: Storage;
  range: DayRange;
  /** For what is let go of from section to section. */
  arena: Arena;
}

/** Where the parts of a piece's days stand one after another in a file. */
export interface DayFile {
  path: string;
  /** Byte at which the first day starts. */
  start: number;
  /** Byte at which the part of each day ends. */
  ends: readonly number[];
}

/**
 * Reads what pieces have of the days of a range. Where there are several days they are small, and what a piece has of all of them
 * is read at once and kept; where there is one, it lies in the arena. Memory: one day of one piece, or the range.
 */
export class DaySpans {
  readonly #pieces: Pieces;
  readonly #temp: Storage;
  readonly #range: DayRange;
  readonly #arena: Arena;
  readonly #fileOf: (piece: number) => DayFile;
  readonly #kept = new Map<number, Span>();

  constructor({ pieces, temp, range, arena }: DayReading, fileOf: (piece: number) => DayFile) {
    this.#pieces = pieces;
    this.#temp = temp;
    this.#range = range;
    this.#arena = arena;
    this.#fileOf = fileOf;
  }

  /** What a piece has of a day, which is entry `entry` of its dates. */
  async read(piece: number, entry: number): Promise<ByteSource> {
    const { start: first, ends } = this.#fileOf(piece);
    const { start, bytes } = this.#kept.get(piece) ?? (await this.#load(piece));
    return new ByteSource(
      bytes.subarray((ends[entry - 1] ?? first) - start, (ends[entry] as number) - start),
    );
  }

  async #load(piece: number): Promise<Span> {
    const { days } = this.#pieces.entry(piece).dates;
    const { path, start: begin, ends } = this.#fileOf(piece);
    const { first, last } = this.#range;
    const from = days.findIndex((day) => day >= first);
    const to = days.findLastIndex((day) => day <= last);
    const start = ends[from - 1] ?? begin;
    const isKept = first !== last;
    const arena = isKept ? undefined : this.#arena;
    const span = { start, bytes: await this.#temp.read(path, { start, end: ends[to] as number }, { arena }) };
    if (isKept) this.#kept.set(piece, span);
    return span;
  }
}

interface Span {
  start: number;
  bytes: Uint8Array;
}

/** The columns of a piece's rows, day by day. */
export function rowSpans(reading: DayReading): DaySpans {
  const { pieces } = reading;
  return new DaySpans(reading, (piece) => ({
    path: pieces.entry(piece).spill,
    start: 0,
    ends: pieces.entry(piece).dates.ends,
  }));
}
