import type { CleanOptions } from '../../stages/clean.ts';
import { isInRange, sameClock, toUtc } from '../../stages/clean-time.ts';
import { DAY } from '../../time/timestamp.ts';
import { openZone } from '../../time/zone.ts';
import { columnOf, FIELD, type PieceColumns } from '../piece-columns.ts';
import { DEFAULT_NUMBERS, DEFAULT_TEXTS } from './ops.ts';
import type { TimeReader } from './read-time.ts';

const HOUR = 3_600_000_000;

const ZEROS = Object.keys(DEFAULT_NUMBERS).map((name) => columnOf(FIELD[name as keyof typeof FIELD]));
const TEXTS = Object.entries(DEFAULT_TEXTS).map(([name, text]) => ({
  column: columnOf(FIELD[name as keyof typeof FIELD]),
  text,
}));
const [TIMESTAMP, UNIX, CUSTOMER, GUEST, HOURS] = (
  ['timestamp', 'timestamp_unix', 'customer_id', 'is_guest', 'hour'] as const
).map((name) => columnOf(FIELD[name])) as [number, number, number, number, number];

/** Fills in what an event says without words: its time, its day, whether it is a guest's, and what stands for what is missing. */
export class RowFinisher {
  readonly #columns: PieceColumns;
  #zone = openZone('UTC');
  #timeZone = 'UTC';
  #dropGuests = false;
  #notAfter = Number.POSITIVE_INFINITY;
  /** By entry of TEXTS, its code in the piece; 0 where it has none yet. */
  readonly #codes = new Uint32Array(TEXTS.length);

  constructor(columns: PieceColumns) {
    this.#columns = columns;
  }

  /** Starts on another piece. */
  open({ timeZone = 'UTC', dropGuests = false, notAfter = Number.POSITIVE_INFINITY }: CleanOptions): void {
    if (timeZone !== this.#timeZone) this.#zone = openZone(timeZone);
    this.#timeZone = timeZone;
    this.#dropGuests = dropGuests;
    this.#notAfter = notAfter;
    this.#codes.fill(0);
  }

  /** Finishes the row after the last; where that takes thought, returns false and leaves it alone. */
  finish({ local, isUtc }: TimeReader): boolean {
    const { numbers, codes, texts, days, capacity, rows: row } = this.#columns;
    const clock = local[0] as number;
    const zone = this.#zone;
    const said = numbers[UNIX * capacity + row] as number;
    const unix = said === said ? said : null;
    const timestamp = isUtc ? clock : toUtc(clock, unix, zone);
    const millis = Math.floor(timestamp / 1000);
    if (!isInRange(timestamp, this.#notAfter)) return false;
    if (unix !== null && unix !== millis && !sameClock(Math.abs(unix - millis))) return false;
    const customer = numbers[CUSTOMER * capacity + row] as number;
    const isNobody = customer !== customer;
    if (isNobody && this.#dropGuests) return false;

    const wall = zone.toLocal(timestamp);
    const day = Math.floor(wall / DAY);
    days[row] = day;
    numbers[HOURS * capacity + row] = Math.floor((wall - day * DAY) / HOUR);
    numbers[TIMESTAMP * capacity + row] = timestamp;
    if (unix === null) numbers[UNIX * capacity + row] = millis;
    const guest = GUEST * capacity + row;
    numbers[guest] = isNobody || numbers[guest] === 1 ? 1 : 0;
    for (let i = 0; i < ZEROS.length; i++) {
      const at = (ZEROS[i] as number) * capacity + row;
      const value = numbers[at] as number;
      if (value !== value) numbers[at] = 0;
    }
    for (let i = 0; i < TEXTS.length; i++) {
      const { column, text } = TEXTS[i] as (typeof TEXTS)[number];
      if (codes[column * capacity + row] !== 0) continue;
      if (this.#codes[i] === 0) this.#codes[i] = texts[column]!.codeOf(text);
      codes[column * capacity + row] = this.#codes[i] as number;
    }
    return true;
  }
}
