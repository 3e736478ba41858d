import type { OrderItem } from '../../event.ts';
import { FIELDS, type FieldKind } from '../../fields.ts';
import type { StoredEvent } from '../answers.ts';
import { type FileColumn, type ItemsColumn, textAt } from './columns.ts';
import { fileOfRow, type TableFile } from './table-files.ts';
import type { ColumnName, View } from './view.ts';

const KINDS: ReadonlyMap<string, FieldKind> = new Map(FIELDS.map(({ name, kind }) => [name, kind]));

/** All fields of an event as the table holds it. */
export const EVENT_COLUMNS = FIELDS.map(({ name }) => name).filter((name) => name !== 'hour') as ColumnName[];

/**
 * Some fields of the events at some rows of the table, in the order of `rows`. Reads only the row groups that they lie in.
 * Memory: those columns of one row group, and the events.
 */
export async function pickRows<Name extends ColumnName>(
  view: View,
  rows: ArrayLike<number>,
  names: readonly Name[],
): Promise<Pick<StoredEvent, Name>[]> {
  const picked: Pick<StoredEvent, Name>[] = Array.from({ length: rows.length });
  for (const { file, group, start, places } of await placesOf(view, rows)) {
    await view.load(file, names, group);
    const columns = await Promise.all(names.map((name) => view.column(file, name, group)));
    const first = file.base + start;
    for (const place of places) {
      const row = (rows[place] as number) - first;
      const event: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as Name;
        event[name] = valueAt(columns[i] as FileColumn, row, KINDS.get(name) as FieldKind);
      }
      picked[place] = event as Pick<StoredEvent, Name>;
    }
    await view.pace.step(places.length * names.length);
  }
  return picked;
}

interface GroupPlaces {
  file: TableFile;
  /** Undefined where it is all of its file. */
  group: number | undefined;
  /** Of the group's first row in its file. */
  start: number;
  /** Indexes into the rows that are asked for. */
  places: number[];
}

async function placesOf(view: View, rows: ArrayLike<number>): Promise<Iterable<GroupPlaces>> {
  const found = new Map<string, GroupPlaces>();
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as number;
    const index = fileOfRow(view.files, row);
    const file = view.files[index] as TableFile;
    const { starts } = await view.open(file);
    const group = starts.findLastIndex((start) => start <= row - file.base);
    const key = `${index} ${group}`;
    const same = found.get(key);
    const start = starts[group] as number;
    const isAll = starts.length === 2;
    if (same === undefined)
      found.set(key, { file, group: isAll ? undefined : group, start, places: [place] });
    else same.places.push(place);
  }
  return found.values();
}

function valueAt(column: FileColumn, row: number, kind: FieldKind): unknown {
  switch (column.kind) {
    case 'number': {
      const value = column.at(row);
      if (Number.isNaN(value)) return null;
      return kind === 'bool' ? value === 1 : value;
    }
    case 'text':
      return column.texts.at(column.codes[row] as number);
    case 'bytes':
      return textAt(column, row);
    case 'items':
      return itemsAt(column, row);
  }
}

function itemsAt(
  { rows, starts, products, quantities, prices }: ItemsColumn,
  row: number,
): OrderItem[] | null {
  const index = indexOf(rows, row);
  if (index === -1) return null;
  const items: OrderItem[] = [];
  for (let i = starts[index] as number; i < (starts[index + 1] as number); i++) {
    items.push({
      product_id: numberOrNull(products[i]),
      quantity: numberOrNull(quantities[i]),
      price_vnd: numberOrNull(prices[i]),
    });
  }
  return items;
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Where a value stands among values that rise, -1 where it does not. */
function indexOf(values: Uint32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return values[low] === value ? low : -1;
}
