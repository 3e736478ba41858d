import type { ByteSink } from '../columns/byte-sink.ts';
import { encodeColumns } from '../columns/codec.ts';
import { columnKind } from '../columns/column.ts';
import { fingerprints } from '../columns/fingerprint.ts';
import { gather } from '../columns/gather.ts';
import { FIELDS } from '../fields.ts';
import { FIELD, type PieceColumns } from './piece-columns.ts';
import type { PieceKeys } from './spill-keys.ts';
import { ID_WORDS } from './records.ts';

/** How spilled columns are read back: numbers, and texts as the bytes they are. */
export const SPILLED_KINDS = FIELDS.map((field) => (columnKind(field) === 'text' ? 'bytes' : 'number'));

/** The rows of a piece by date: entry i is about days[i], its columns end where those of entry i + 1 start. */
export interface SpilledDates {
  /** Days since 1970-01-01 in the shop's zone, rising. */
  days: number[];
  rows: number[];
  /** Byte at which the columns of a day end in the spill; those of the first start at 0. */
  ends: number[];
}

/** Spills columns date by date; numbers the rows and leaves their fingerprints in the id records. */
export function spillRows(
  piece: PieceColumns,
  sink: ByteSink,
  { rows, ids, arena }: PieceKeys,
): SpilledDates {
  const dates: SpilledDates = { days: [], rows: [], ends: [] };
  const all = piece.columns();
  const days = numberByDate(piece, rows);
  for (const [day, list] of days) {
    const columns = days.length === 1 ? all : all.map((column) => gather(column, list, arena));
    // They tell events of one id from each other.
    const prints = fingerprints(columns, list.length, FIELD.event_id);
    keepPrints(list, prints, ids);
    encodeColumns(columns, list.length, sink);
    dates.days.push(day);
    dates.rows.push(list.length);
    dates.ends.push(sink.length);
  }
  return dates;
}

/** Numbers the rows of a piece by date, then in input order; returns the rows of every day, the days rising. */
export function numberByDate(piece: PieceColumns, rows: Uint32Array): [day: number, list: Uint32Array][] {
  const days = [...rowsByDay(piece.days, piece.rows)].sort(([a], [b]) => a - b);
  let first = 0;
  for (const [, list] of days) {
    numberRows(list, first, rows);
    first += list.length;
  }
  return days;
}

function numberRows(list: Uint32Array, first: number, rows: Uint32Array): void {
  for (let k = 0; k < list.length; k++) rows[list[k] as number] = first + k;
}

function keepPrints(list: Uint32Array, prints: Uint32Array, ids: Uint32Array): void {
  for (let k = 0; k < list.length; k++) {
    const at = (list[k] as number) * ID_WORDS;
    ids[at + 4] = prints[k * 2] as number;
    ids[at + 5] = prints[k * 2 + 1] as number;
  }
}

/** The rows of every day, in input order. */
function rowsByDay(days: Int32Array, rows: number): Map<number, Uint32Array> {
  const counts = new Map<number, number>();
  for (let i = 0; i < rows;) {
    const day = days[i] as number;
    const start = i++;
    while (i < rows && days[i] === day) i++;
    counts.set(day, (counts.get(day) ?? 0) + i - start);
  }
  const lists = new Map<number, Uint32Array>();
  for (const [day, count] of counts) lists.set(day, new Uint32Array(count));
  const filled = new Map<number, number>();
  for (let i = 0; i < rows;) {
    const day = days[i] as number;
    const list = lists.get(day) as Uint32Array;
    let at = filled.get(day) ?? 0;
    for (; i < rows && days[i] === day; i++) list[at++] = i;
    filled.set(day, at);
  }
  return lists;
}
