import { Arena } from '../../columns/arena.ts';
import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { ByteSink } from '../../columns/byte-sink.ts';
import type { RawEvent } from '../../raw.ts';
import { skipSpace } from '../../sources/bytes.ts';
import { ElementList } from '../../sources/element-list.ts';
import type { ReadLimits } from '../../sources/limits.ts';
import type { Piece, ReadState } from '../../sources/piece.ts';
import { Scanner } from '../../sources/scanner.ts';
import type { CleanOptions } from '../../stages/clean.ts';
import { PieceColumns } from '../piece-columns.ts';
import { ElementReader } from './element-reader.ts';
import { PaddedBytes } from './padded-bytes.ts';
import { RowFinisher } from './row-finisher.ts';

/** Levels of brackets that a plain element may have. */
const PLAIN_DEPTH = 3;

/**
 * Reads elements one after another for as long as it is plain where each begins and ends. Its room is kept from piece to piece.
 * Memory: the largest piece twice.
 */
export class Lane {
  readonly columns = new PieceColumns();
  /** For what tasks lay out or count; that for the records of whole buckets is released in between, as no other task has so many. */
  readonly room = {
    sink: new ByteSink(),
    arena: new Arena(),
    records: new Arena(),
    patterns: new ByteDictionary(),
  };
  /** Elements that went into the columns without being looked at by anybody else. */
  plain = 0;
  /** Those of them with what nobody knows. */
  unknown = 0;
  readonly #input = new PaddedBytes();
  readonly #reader = new ElementReader(this.#input, this.columns);
  readonly #finisher = new RowFinisher(this.columns);
  #piece: Piece | undefined;
  #limits: Readonly<ReadLimits> | undefined;
  #onElement: (event: RawEvent) => void = () => {};
  #onPlain: ((start: number, end: number) => void) | undefined;

  /**
   * Starts on a piece; `onElement` is given, in its turn, every element that is not plain, and `onPlain` where one stands that is,
   * before `columns.rows` counts it.
   */
  open(
    piece: Piece,
    limits: Readonly<ReadLimits>,
    options: CleanOptions,
    onElement: (event: RawEvent) => void,
    onPlain?: (start: number, end: number) => void,
  ): void {
    this.#piece = piece;
    this.#limits = limits;
    this.#onElement = onElement;
    this.#onPlain = onPlain;
    this.#input.load(piece.bytes);
    this.#finisher.open(options);
    this.#reader.clear();
    this.columns.clear();
    this.plain = 0;
    this.unknown = 0;
  }

  /** Ends a piece: the columns stay as they are until the next one. */
  close(): void {
    this.#piece = undefined;
    this.#onElement = () => {};
    this.#onPlain = undefined;
  }

  /** Reads on from a place between two elements. Returns the place of the element it leaves, or the end. */
  run(from: number, before: ReadState): { at: number; state: ReadState } {
    const { bytes, length } = this.#input;
    let { inside, lines } = before;
    let at = skipSpace(bytes, from);
    if (!inside && bytes[at] === 0x5b) {
      inside = true;
      at = skipSpace(bytes, at + 1);
    }
    if (inside) at = skipCommas(bytes, at);
    // Whether a text may end here is for others to say.
    if (at === length) return { at: from, state: before };
    while (at < length && bytes[at] === 0x7b) {
      const next = this.#read(at, inside);
      if (next < 0) break;
      if (!inside) lines = true;
      at = next;
      // The bracket that ends the array has been passed over.
      if (at === length && inside && this.#piece?.last === true) inside = false;
    }
    return { at, state: { inside, lines, skip: null } };
  }

  /** Reads an element and what parts it from the next one, whose place is returned; -1 where it is left to others. */
  #read(start: number, inside: boolean): number {
    const limits = this.#limits as ReadLimits;
    let end = this.#reader.read(start);
    if (end >= 0 && limits.depth >= PLAIN_DEPTH && end - start <= limits.elementBytes) {
      const next = this.#follow(end, inside);
      if (next >= 0 && this.#finisher.finish(this.#reader.time)) {
        this.#onPlain?.(start, end);
        this.columns.rows++;
        this.plain++;
        if (this.#reader.hasUnknown) this.unknown++;
        return next;
      }
    }
    this.#reader.undo();
    const { bytes, length } = this.#input;
    const scanner = new Scanner({ lines: !inside });
    end = scanner.run(bytes, start, length);
    const next = scanner.status === 'done' ? this.#follow(end, inside) : -1;
    if (next < 0) return -1;
    const list = new ElementList(this.#piece as Piece, limits);
    const isLarge = end - start > limits.elementBytes;
    list.add(start, end, isLarge ? 'too_large' : scanner.deepest > limits.depth ? 'too_deep' : null);
    for (const event of list.events) this.#onElement(event);
    return next;
  }

  /** Where the next element begins, or the end of the piece, when one may end where this one does; -1 when others must say. */
  #follow(end: number, inside: boolean): number {
    const { bytes, length } = this.#input;
    const { last, clean } = this.#piece as Piece;
    let at = skipSpace(bytes, end);
    if (!inside) return bytes[at] === 0x7b || (at === length && (last || clean)) ? at : -1;
    if (bytes[at] === 0x2c) {
      at = skipSpace(bytes, at + 1);
      return bytes[at] === 0x7b || (at === length && clean && !last) ? at : -1;
    }
    if (bytes[at] !== 0x5d || !last) return -1;
    at = skipSpace(bytes, at + 1);
    return at === length ? at : -1;
  }
}

/** Commas before the first element are nobody's, as long as an array is open. */
function skipCommas(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1);
  return at;
}
