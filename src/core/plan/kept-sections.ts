import type { Arena } from '../columns/arena.ts';
import { decodeColumns } from '../columns/codec.ts';
import type { Storage } from '../storage/storage.ts';
import { type DayReading, type DaySpans, rowSpans } from './day-spans.ts';
import { readDrops } from './join-drops.ts';
import type { Pieces } from './pieces.ts';
import { total } from './records.ts';
import { SPILLED_KINDS } from './spill-rows.ts';
import type { RowSection } from './write-days.ts';

/**
 * Reads the rows of a range of days as they were cleaned, without journeys. Memory: one section, or the range where it is
 * several days, and a byte a row of a piece.
 */
export class KeptSections {
  readonly #pieces: Pieces;
  readonly #drops: string;
  readonly #temp: Storage;
  readonly #rows: DaySpans;
  readonly #arena: Arena;

  /** @param drops path of the rows that are dropped */
  constructor(reading: DayReading, drops: string) {
    this.#pieces = reading.pieces;
    this.#drops = drops;
    this.#temp = reading.temp;
    this.#arena = reading.arena;
    this.#rows = rowSpans(reading);
  }

  /** The sections of a day, in input order; each is good until the next. */
  async *of(day: number): AsyncGenerator<RowSection> {
    for (let piece = 0; piece < this.#pieces.length; piece++) {
      const entry = this.#pieces.dayIn(piece, day);
      if (entry >= 0) yield await this.#read(piece, entry);
    }
  }

  async #read(piece: number, entry: number): Promise<RowSection> {
    this.#arena.clear();
    const source = await this.#rows.read(piece, entry);
    const { columns, rows } = decodeColumns(source, SPILLED_KINDS, this.#arena);
    const drops = await readDrops(this.#pieces, piece, this.#temp, this.#drops, this.#arena);
    const before = total(this.#pieces.entry(piece).dates.rows, 0, entry);
    const kept = this.#arena.words(rows);
    let count = 0;
    for (let row = 0; row < rows; row++) if (drops[before + row] === 0) kept[count++] = row;
    return { columns, kept: kept.subarray(0, count) };
  }
}
