import type { Arena } from '../columns/arena.ts';
import { decodeColumns } from '../columns/codec.ts';
import { type DayReading, DaySpans, rowSpans } from './day-spans.ts';
import { journeyColumns, type JourneyFacts, readFacts } from './journey-facts.ts';
import type { Pieces } from './pieces.ts';
import { SPILLED_KINDS } from './spill-rows.ts';
import type { RowSection } from './write-days.ts';

/** The rows of one day in one piece, with the columns of FIELDS, then those of JOURNEY_FIELDS. */
export interface Section extends RowSection {
  /** For each row the index of its session in `facts`. */
  session: Uint32Array;
  facts: JourneyFacts;
}

/** What a join task left behind for a piece: byte at which the part of each of its days ends. */
export interface JoinedPiece {
  path: string;
  ends: readonly number[];
}

/** Reads the sections of a range of days. Memory: one section, or the range where it is several days. */
export class Sections {
  readonly #pieces: Pieces;
  readonly #rows: DaySpans;
  readonly #places: DaySpans;
  readonly #arena: Arena;

  constructor(reading: DayReading, joined: readonly JoinedPiece[]) {
    this.#pieces = reading.pieces;
    this.#arena = reading.arena;
    this.#rows = rowSpans(reading);
    this.#places = new DaySpans(reading, (piece) => ({
      start: 0,
      ...(joined[piece] as JoinedPiece),
    }));
  }

  /** The sections of a day, in input order; each is good until the next. */
  async *of(day: number): AsyncGenerator<Section> {
    for (let piece = 0; piece < this.#pieces.length; piece++) {
      const entry = this.#pieces.dayIn(piece, day);
      if (entry >= 0) yield await this.#read(piece, entry);
    }
  }

  async #read(piece: number, entry: number): Promise<Section> {
    this.#arena.clear();
    const rows = await this.#rows.read(piece, entry);
    const { columns: spilled, rows: count } = decodeColumns(rows, SPILLED_KINDS, this.#arena);
    const source = await this.#places.read(piece, entry);
    const sequence = source.u32s(count);
    const session = source.u32s(count);
    const facts = readFacts(source);
    const places = journeyColumns(sequence, session, facts, this.#pieces.index.types.list, this.#arena);
    return {
      columns: [...spilled, ...places],
      kept: keptOf(sequence, this.#arena),
      session,
      facts,
    };
  }
}

/** The rows that have a place in their session. */
function keptOf(sequence: Uint32Array, arena: Arena): Uint32Array {
  const kept = arena.words(sequence.length);
  let count = 0;
  for (let row = 0; row < sequence.length; row++) if (sequence[row] !== 0) kept[count++] = row;
  return kept.subarray(0, count);
}
