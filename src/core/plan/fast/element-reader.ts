import { EVENT_TYPES } from '../../event-types.ts';
import { FIELDS } from '../../fields.ts';
import { skipSpace } from '../../sources/bytes.ts';
import { columnOf, FIELD, type PieceColumns } from '../piece-columns.ts';
import { KeyBook, NO_KEY } from './key-book.ts';
import { LAST_REQUIRED, LEAST, OP, OPS } from './ops.ts';
import type { PaddedBytes } from './padded-bytes.ts';
import { readNumber } from './read-number.ts';
import { TimeReader } from './read-time.ts';
import { TextReader } from './text-reader.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const NULL = 0x6c6c756e;
const TRUE = 0x65757274;
const ALSE = 0x65736c61;
const SPACES = 0x20202020;
const INT32 = 2_147_483_647;
/** The key before the first one. */
const FIRST = 62;
/** Types by code of which it is remembered whether they are known. */
const TYPES = 64;
const PROPERTIES = columnOf(FIELD.properties);
const COLUMNS = Uint8Array.from(FIELDS, (_, field) => columnOf(field));
const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Reads elements that look as events usually do from bytes straight into the columns of a piece. */
export class ElementReader {
  readonly #input: PaddedBytes;
  readonly #columns: PieceColumns;
  /** Whether the element that was read last has what nobody knows. */
  get hasUnknown(): boolean {
    return this.#texts.unknown.any;
  }

  /** The time of the element that was read last. */
  readonly time = new TimeReader();
  readonly #keys = new KeyBook(FIELDS.filter((_, i) => OPS[i] !== OP.none).map(({ name }) => name));
  readonly #texts: TextReader;
  readonly #number = new Float64Array(1);
  /** By code of the type: 1 where it is one of ours. */
  readonly #known = new Uint8Array(TYPES);

  constructor(input: PaddedBytes, columns: PieceColumns) {
    this.#input = input;
    this.#columns = columns;
    this.#texts = new TextReader(input, columns);
  }

  /** Starts on another piece. */
  clear(): void {
    this.#texts.clear();
    this.#known.fill(0);
  }

  /**
   * Reads the element whose brace stands at a place into the row after the last, which `columns.rows` does not count yet, and
   * returns where it ends. Returns -1 where it is not plain; before anything else comes into that row, `undo` has to.
   */
  read(start: number): number {
    this.#columns.reserve();
    this.#texts.begin();
    return this.#readFields(start);
  }

  /** Takes back what is in the row after the last. */
  undo(): void {
    const { numbers, codes, capacity, rows } = this.#columns;
    for (let i = rows; i < numbers.length; i += capacity) numbers[i] = Number.NaN;
    for (let i = rows; i < codes.length; i += capacity) codes[i] = 0;
    this.#texts.undo();
    this.#known.fill(0);
  }

  #readFields(start: number): number {
    const { bytes, view } = this.#input;
    const { numbers, capacity, rows: row } = this.#columns;
    const keys = this.#keys;
    const texts = this.#texts;
    const number = this.#number;
    let seen = 0;
    let seenLate = 0;
    let context = 0;
    let key = FIRST;
    let at = skipSpace(bytes, start + 1);
    for (;;) {
      const before = key;
      let isKnown = true;
      key = keys.next(context, before);
      if (key !== NO_KEY && keys.stands(view, at, key)) {
        at += keys.lengths[key] as number;
      } else {
        if (bytes[at] !== QUOTE) return -1;
        key = keys.find(bytes, view, at);
        if (key === NO_KEY) {
          key = before;
          isKnown = false;
          at = texts.unknown.take(bytes, view, at);
          if (at < 0) return -1;
        } else {
          keys.learn(context, before, key);
          at = keys.colon + 1;
        }
      }
      if (isKnown) {
        const bit = 1 << (key & 31);
        if (((key < 32 ? seen : seenLate) & bit) !== 0) return -1;
        if (key < 32) seen |= bit;
        else seenLate |= bit;

        if ((bytes[at] as number) <= 0x20) at = skipSpace(bytes, at);
        const op = OPS[key] as number;
        const column = COLUMNS[key] as number;
        const first = bytes[at] as number;
        if (first === 0x6e) {
          if (view.getInt32(at, true) !== NULL || op <= LAST_REQUIRED) return -1;
          at += 4;
        } else if (op === OP.text) {
          at = first === QUOTE ? texts.readText(column, at + 1) : -1;
          if (at < 0) return -1;
          at++;
        } else if (op >= OP.double && op <= OP.whole32) {
          at = readNumber(bytes, at, number);
          if (at < 0) return -1;
          const value = number[0] as number;
          if (value < (LEAST[key] as number)) return -1;
          if (op !== OP.double && !isWhole(value, op)) return -1;
          numbers[column * capacity + row] = value;
        } else if (op === OP.bool) {
          const isTrue = view.getInt32(at, true) === TRUE;
          if (!isTrue && !(first === 0x66 && view.getInt32(at + 1, true) === ALSE)) return -1;
          at += isTrue ? 4 : 5;
          numbers[column * capacity + row] = isTrue ? 1 : 0;
        } else if (op === OP.items) {
          at = first === 0x5b ? texts.readItems(column, at) : -1;
          if (at < 0) return -1;
        } else {
          if (first !== QUOTE || bytes[at + 1] === QUOTE) return -1;
          const value = at + 1;
          if (op === OP.time) at = this.time.read(bytes, view, value);
          else if (op === OP.id) at = texts.readId(column, value);
          else at = texts.readText(column, value);
          if (at < 0) return -1;
          at++;
          if (op === OP.type) {
            const code = texts.last(column);
            if (!this.#isKnown(code)) return -1;
            context = code & 31;
          }
        }
      }

      if ((bytes[at] as number) <= 0x20) at = skipSpace(bytes, at);
      const next = bytes[at++];
      if (next === COMMA) {
        if ((bytes[at] as number) <= 0x20) at = skipIndent(bytes, view, at);
      } else if (next === 0x7d) {
        if ((seen & REQUIRED) !== REQUIRED) return -1;
        if (texts.unknown.any) texts.readUnknown(PROPERTIES);
        return at;
      } else return -1;
    }
  }

  #isKnown(code: number): boolean {
    // 0 is of a text that holds what none of ours does.
    if (code === 0 || code >= TYPES) return false;
    if (this.#known[code] === 0 && KNOWN.has(this.#columns.dictionary(FIELD.event_type).text(code)))
      this.#known[code] = 1;
    return this.#known[code] === 1;
  }
}

/** A bit for each field that every event must have. */
const REQUIRED =
  (1 << FIELD.event_id) | (1 << FIELD.event_type) | (1 << FIELD.timestamp) | (1 << FIELD.session_id);

/** After white space; the spaces of an indentation are passed over four at a time. */
function skipIndent(bytes: Uint8Array, view: DataView, start: number): number {
  let at = start;
  if (bytes[at] === 0x0a) for (at++; view.getInt32(at, true) === SPACES; at += 4);
  return skipSpace(bytes, at);
}

function isWhole(value: number, op: number): boolean {
  if (!Number.isInteger(value)) return false;
  return op !== OP.whole32 || (value <= INT32 && value >= -INT32 - 1);
}
