import type { EventFilter } from '../filter.ts';
import type { Codes } from './codes.ts';
import type { TextColumn } from './columns.ts';
import { memberOf, type Numbers } from './numbers.ts';
import type { Bounds, TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';

/** Rows 0, 1, 2 ... of a file, as many as somebody has needed. */
let everyRow = new Uint32Array(0);

/** The rows of a file that meet a filter, rising; not to be written to. */
export async function selectRows(
  view: View,
  file: TableFile,
  filter: EventFilter = {},
): Promise<Uint32Array> {
  if (!(await mayHold(view, file, filter))) return everyRow.subarray(0, 0);
  const keepers: Keeper[] = [];
  if (isCut(file, filter)) {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
    keepers.push(inRange(await view.numbers(file, 'timestamp'), from, to));
  }
  for (const [name, wanted] of numberLists(filter)) {
    const keeper = oneOf(await view.coded(file, name), wanted);
    if (keeper === undefined) return everyRow.subarray(0, 0);
    keepers.push(keeper);
  }
  for (const [name, wanted] of textLists(filter)) {
    const column = await view.texts(file, name);
    const codes = wanted.map((text) => column.texts.codeOf(text)).filter((code) => code !== 0);
    if (codes.length === 0) return everyRow.subarray(0, 0);
    const isWanted = new Uint8Array(column.texts.size + 1);
    for (const code of codes) isWanted[code] = 1;
    keepers.push(withCode(column.codes, isWanted));
  }
  if (filter.guest !== undefined) {
    const wanted = filter.guest ? 1 : 0;
    const keeper = oneOf(await view.coded(file, 'is_guest'), [wanted]);
    if (keeper === undefined) return everyRow.subarray(0, 0);
    keepers.push(keeper);
  }
  await view.pace.step(file.rows * keepers.length);
  const every = allRows(file.rows);
  if (keepers.length === 0) return every;
  const kept = roomFor(file.rows);
  return keepers.reduce((rows, keep) => kept.subarray(0, keep(rows, kept)), every).slice();
}

/**
 * Reads what `selectRows` will look at in all files, and `columns` too where the filter is of a kind that most files have events
 * of.
 */
export async function loadSelection(
  view: View,
  filter: EventFilter = {},
  columns: readonly ColumnName[] = [],
): Promise<void> {
  const files: TableFile[] = [];
  for (const file of view.files) if (await mayHold(view, file, filter)) files.push(file);
  const { customers, products, sessions, orders, guest } = filter;
  const isNarrow = [customers, products, sessions, orders].some((list) => list !== undefined);
  const names = new Set<ColumnName>(isNarrow ? [] : columns);
  for (const [name] of [...numberLists(filter), ...textLists(filter)]) names.add(name);
  if (guest !== undefined) names.add('is_guest');
  await view.loadAll([...names], files);
  await view.loadAll(
    ['timestamp'],
    files.filter((file) => isCut(file, filter)),
  );
}

/** Whether a file may hold events of a filter, as far as the log and a look at dictionaries tell. */
async function mayHold(view: View, file: TableFile, filter: EventFilter): Promise<boolean> {
  if (!mayMatch(file, filter)) return false;
  const { customers, sessions } = filter;
  if (sessions !== undefined && !(await view.mayHold(file, 'session_id', sessions))) return false;
  return customers === undefined || view.mayHold(file, 'customer_id', customers);
}

/** Whether the log lets a file hold events of a filter. */
export function mayMatch(file: TableFile, filter: EventFilter): boolean {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  if (file.rows === 0 || file.to < from || file.from >= to) return false;
  return overlaps(file.customers, filter.customers) && overlaps(file.products, filter.products);
}

/** Those of some rows that have a text in a column. */
export function rowsWith({ codes, texts }: TextColumn, text: string, rows: Uint32Array): Uint32Array {
  const code = texts.codeOf(text);
  if (code === 0) return rows.subarray(0, 0);
  const found = roomFor(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    if (codes[row] === code) found[count++] = row;
  }
  return found.slice(0, count);
}

/** Whether each of the codes 0 to `size` is that of one of some rows. */
export function codesAt(codes: Codes, size: number, rows: Uint32Array): Uint8Array {
  const seen = new Uint8Array(size + 1);
  for (let i = 0; i < rows.length; i++) seen[codes[rows[i] as number] as number] = 1;
  return seen;
}

/** Memory for rows that are being found: of a file's rows mostly few are kept. */
let room = new Uint32Array(0);

function roomFor(rows: number): Uint32Array {
  if (room.length < rows) room = new Uint32Array(rows * 2);
  return room.subarray(0, rows);
}

/** Rows 0 to count - 1. */
export function allRows(count: number): Uint32Array {
  if (everyRow.length < count) {
    everyRow = new Uint32Array(count * 2);
    for (let i = 0; i < everyRow.length; i++) everyRow[i] = i;
  }
  return everyRow.subarray(0, count);
}

/** Writes those of `rows` that it keeps to the start of `out`, which may be `rows`; returns how many. */
type Keeper = (rows: Uint32Array, out: Uint32Array) => number;

/** Whether the log lets a file hold events on either side of a filter's bounds of time. */
function isCut(file: TableFile, filter: EventFilter): boolean {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  return file.from < from || file.to >= to;
}

function overlaps({ low, high }: Bounds, wanted: readonly number[] | undefined): boolean {
  return wanted === undefined || wanted.some((value) => value >= low && value <= high);
}

function* numberLists(filter: EventFilter): Generator<[ColumnName, readonly number[]]> {
  if (filter.customers !== undefined) yield ['customer_id', filter.customers];
  if (filter.products !== undefined) yield ['product_id', filter.products];
}

function* textLists(filter: EventFilter): Generator<[ColumnName, readonly string[]]> {
  if (filter.sessions !== undefined) yield ['session_id', filter.sessions];
  if (filter.orders !== undefined) yield ['order_id', filter.orders];
  if (filter.types !== undefined) yield ['event_type', filter.types];
  if (filter.sources !== undefined) yield ['source', filter.sources];
  if (filter.devices !== undefined) yield ['device', filter.devices];
}

function inRange(values: Float64Array, from: number, to: number): Keeper {
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const value = values[row] as number;
      if (value >= from && value < to) out[kept++] = row;
    }
    return kept;
  };
}

/** Keeps rows with one of some numbers; undefined where there is none. */
function oneOf(numbers: Numbers, wanted: readonly number[]): Keeper | undefined {
  const { codes, ofCode } = numbers;
  const isOneOf = memberOf(wanted);
  if (codes !== undefined) {
    const isWanted = new Uint8Array(ofCode.length);
    let count = 0;
    for (let code = 1; code < ofCode.length; code++) {
      if (isOneOf(ofCode[code] as number)) count += isWanted[code] = 1;
    }
    return count === 0 ? undefined : withCode(codes, isWanted);
  }
  const { values } = numbers;
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (isOneOf(values[row] as number)) out[kept++] = row;
    }
    return kept;
  };
}

/** Keeps rows whose code has a 1 in `isWanted`. */
function withCode(codes: Codes, isWanted: Uint8Array): Keeper {
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (isWanted[codes[row] as number] === 1) out[kept++] = row;
    }
    return kept;
  };
}
