import type { TextColumn } from '../../columns/column.ts';
import type { EventFilter } from '../filter.ts';
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
  if (!mayMatch(file, filter)) return everyRow.subarray(0, 0);
  const keepers: Keeper[] = [];
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  if (file.from < from || file.to >= to)
    keepers.push(inRange(await view.numbers(file, 'timestamp'), from, to));
  for (const [name, wanted] of numberLists(filter)) {
    keepers.push(oneOf(await view.numbers(file, name), new Set(wanted)));
  }
  for (const [name, wanted] of textLists(filter)) {
    const column = await view.texts(file, name);
    const codes = wanted.map((text) => codeOf(column, text)).filter((code) => code !== 0);
    if (codes.length === 0) return everyRow.subarray(0, 0);
    keepers.push(withCode(column, codes));
  }
  if (filter.guest !== undefined) {
    const wanted = filter.guest ? 1 : 0;
    keepers.push(equalTo(await view.numbers(file, 'is_guest'), wanted));
  }
  await view.pace.step(file.rows * keepers.length);
  const every = allRows(file.rows);
  if (keepers.length === 0) return every;
  const kept = new Uint32Array(file.rows);
  return keepers.reduce((rows, keep) => kept.subarray(0, keep(rows, kept)), every);
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
  const files = view.files.filter((file) => mayMatch(file, filter));
  const { customers, products, sessions, orders, guest, from, to } = filter;
  const isNarrow = [customers, products, sessions, orders].some((list) => list !== undefined);
  const names = new Set<ColumnName>(isNarrow ? [] : columns);
  for (const [name] of [...numberLists(filter), ...textLists(filter)]) names.add(name);
  if (guest !== undefined) names.add('is_guest');
  if (from !== undefined || to !== undefined) names.add('timestamp');
  if (names.size > 0) await view.loadAll([...names], files);
}

/** Whether the log lets a file hold events of a filter. */
export function mayMatch(file: TableFile, filter: EventFilter): boolean {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  if (file.rows === 0 || file.to < from || file.from >= to) return false;
  return overlaps(file.customers, filter.customers) && overlaps(file.products, filter.products);
}

/** The code of a text in a column, 0 where it is not in it. Memory: a map a column that somebody has asked, while it lives. */
export function codeOf(column: TextColumn, text: string): number {
  if (column.values.length < 32) return column.values.indexOf(text) + 1;
  let codes = codesOfColumns.get(column);
  if (codes === undefined) {
    codes = new Map(column.values.map((value, i) => [value, i + 1]));
    codesOfColumns.set(column, codes);
  }
  return codes.get(text) ?? 0;
}

const codesOfColumns = new WeakMap<TextColumn, Map<string, number>>();

/** Rows 0 to count - 1. */
export function allRows(count: number): Uint32Array {
  if (everyRow.length < count) {
    everyRow = new Uint32Array(count);
    for (let i = 0; i < count; i++) everyRow[i] = i;
  }
  return everyRow.subarray(0, count);
}

/** Writes those of `rows` that it keeps to the start of `out`, which may be `rows`; returns how many. */
type Keeper = (rows: Uint32Array, out: Uint32Array) => number;

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

function equalTo(values: Float64Array, wanted: number): Keeper {
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (values[row] === wanted) out[kept++] = row;
    }
    return kept;
  };
}

function oneOf(values: Float64Array, wanted: ReadonlySet<number>): Keeper {
  const [only] = wanted;
  if (wanted.size === 1) return equalTo(values, only as number);
  const maybe = new Uint8Array(65_536);
  for (const value of wanted) maybe[value & 65_535] = 1;
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const value = values[row] as number;
      if (maybe[value & 65_535] === 1 && wanted.has(value)) out[kept++] = row;
    }
    return kept;
  };
}

function withCode({ codes, values }: TextColumn, wanted: readonly number[]): Keeper {
  const isWanted = new Uint8Array(values.length + 1);
  for (const code of wanted) isWanted[code] = 1;
  return (rows, out) => {
    let kept = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (isWanted[codes[row] as number] === 1) out[kept++] = row;
    }
    return kept;
  };
}
