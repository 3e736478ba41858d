import { ByteSource } from '../columns/byte-sink.ts';
import { decodeColumns } from '../columns/codec.ts';
import { type Column, columnKind } from '../columns/column.ts';
import { FIELDS } from '../fields.ts';
import type { Storage } from '../storage/storage.ts';
import { journeyColumns, type JourneyFacts, readFacts } from './journey-facts.ts';
import { type Pieces, spillPath } from './pieces.ts';

const KINDS = FIELDS.map(columnKind);

/** The rows of one day in one piece. */
export interface Section {
  /** Columns of FIELDS, then those of JOURNEY_FIELDS. */
  columns: Column[];
  /** Rows that are not dropped. */
  kept: Uint32Array;
  /** For each row the index of its session in `facts`. */
  session: Uint32Array;
  facts: JourneyFacts;
}

/** What a join task left behind for a piece: byte at which the part of each of its days ends. */
export interface JoinedPiece {
  path: string;
  ends: readonly number[];
}

/** Days that are written by one task, first and last included. */
export interface DayRange {
  first: number;
  last: number;
}

/**
 * Reads the sections of a range of days. Where there are several days they are small, and what a piece has of all of them is
 * read at once and kept. Memory: one section, or the range.
 */
export class Sections {
  readonly #pieces: Pieces;
  readonly #joined: readonly JoinedPiece[];
  readonly #temp: Storage;
  readonly #range: DayRange;
  readonly #spans = new Map<number, { rows: Span; places: Span }>();

  constructor(pieces: Pieces, joined: readonly JoinedPiece[], temp: Storage, range: DayRange) {
    this.#pieces = pieces;
    this.#joined = joined;
    this.#temp = temp;
    this.#range = range;
  }

  /** The sections of a day, in input order. */
  async *of(day: number): AsyncGenerator<Section> {
    for (let piece = 0; piece < this.#pieces.summaries.length; piece++) {
      const entry = this.#pieces.dayIn(piece, day);
      if (entry >= 0) yield await this.#read(piece, entry);
    }
  }

  async #read(piece: number, entry: number): Promise<Section> {
    const { rows, places } = this.#spans.get(piece) ?? (await this.#load(piece));
    const { ends } = this.#pieces.summary(piece).dates;
    const { columns, rows: count } = decodeColumns(part(rows, ends, entry), KINDS);
    const source = part(places, (this.#joined[piece] as JoinedPiece).ends, entry);
    const sequence = source.u32s(count);
    const session = source.u32s(count);
    const facts = readFacts(source);
    columns.push(...journeyColumns(sequence, session, facts, this.#pieces.types.list));
    return {
      columns,
      kept: Uint32Array.from(sequence.keys()).filter((row) => sequence[row] !== 0),
      session,
      facts,
    };
  }

  async #load(piece: number): Promise<{ rows: Span; places: Span }> {
    const { days, ends } = this.#pieces.summary(piece).dates;
    const { first, last } = this.#range;
    const from = days.findIndex((day) => day >= first);
    const to = days.findLastIndex((day) => day <= last) + 1;
    const joined = this.#joined[piece] as JoinedPiece;
    const spans = {
      rows: await this.#span(spillPath(piece), ends[from - 1] ?? 0, ends[to - 1] as number),
      places: await this.#span(joined.path, joined.ends[from - 1] ?? 0, joined.ends[to - 1] as number),
    };
    if (first !== last) this.#spans.set(piece, spans);
    return spans;
  }

  async #span(path: string, start: number, end: number): Promise<Span> {
    return { start, bytes: await this.#temp.read(path, { start, end }) };
  }
}

interface Span {
  start: number;
  bytes: Uint8Array;
}

function part({ start, bytes }: Span, ends: readonly number[], entry: number): ByteSource {
  return new ByteSource(bytes.subarray((ends[entry - 1] ?? 0) - start, (ends[entry] as number) - start));
}
