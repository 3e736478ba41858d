import type { DecodedArray } from 'hyparquet';
import type { Column, NumberColumn, TextColumn } from '../columns/column.ts';
import type { OrderItem } from '../event.ts';
import type { Field } from '../fields.ts';

/** A column as it is given: one of ours, or one whose values are what the file's writer takes, texts as UTF-8 among them. */
export type RowColumn = Column | { kind: 'ready'; values: readonly (string | Uint8Array | null)[] };

/** Collects one column of a row group in the form its writer takes. */
export interface ColumnBuffer {
  /** Appends the values at some rows of a column; returns the characters of text that this adds to memory. */
  append(column: RowColumn, rows: Uint32Array): number;
  /** The `count` values so far, after which the buffer is empty. */
  take(count: number): DecodedArray;
}

/** The buffer for a field's row groups of at most `capacity` rows. */
export function columnBuffer({ kind, required }: Field, capacity: number): ColumnBuffer {
  switch (kind) {
    case 'text':
    case 'json':
      return textBuffer((text) => text);
    case 'items':
      return textBuffer(parseItems);
    case 'int32':
      return required ? typedBuffer(new Int32Array(capacity), Number) : listBuffer(Number);
    case 'double':
      return required ? typedBuffer(new Float64Array(capacity), Number) : listBuffer(Number);
    case 'int64':
    case 'time':
      return required ? typedBuffer(new BigInt64Array(capacity), BigInt) : listBuffer(BigInt);
    case 'bool':
      return listBuffer(Boolean);
  }
}

/** Required numbers stay typed arrays, which are written without a look at each for null. */
function typedBuffer<Value extends number | bigint>(
  values: { [index: number]: Value; length: number } & DecodedArray,
  convert: (value: number) => Value,
): ColumnBuffer {
  let length = 0;
  return {
    append(column, rows) {
      const source = (column as NumberColumn).values;
      for (const row of rows) values[length++] = convert(source[row] as number);
      return 0;
    },
    take(count) {
      length = 0;
      return (values as Float64Array).subarray(0, count) as DecodedArray;
    },
  };
}

function listBuffer(convert: (value: number) => unknown): ColumnBuffer {
  let values: unknown[] = [];
  return {
    append(column, rows) {
      const source = (column as NumberColumn).values;
      for (const row of rows) {
        const value = source[row] as number;
        values.push(Number.isNaN(value) ? null : convert(value));
      }
      return 0;
    },
    take() {
      const taken = values;
      values = [];
      return taken;
    },
  };
}

function textBuffer(convert: (text: string) => unknown): ColumnBuffer {
  let values: unknown[] = [];
  return {
    append(column, rows) {
      if (column.kind === 'ready') return appendReady(column.values, rows, values);
      const { codes, values: texts } = column as TextColumn;
      let characters = 0;
      let last = 0;
      for (const row of rows) {
        const code = codes[row] as number;
        const text = texts[code - 1];
        values.push(text === undefined ? null : convert(text));
        if (code !== last) characters += text?.length ?? 0;
        last = code;
      }
      return characters;
    },
    take() {
      const taken = values;
      values = [];
      return taken;
    },
  };
}

function appendReady(
  source: readonly (string | Uint8Array | null)[],
  rows: Uint32Array,
  values: unknown[],
): number {
  let characters = 0;
  for (const row of rows) {
    const value = source[row] ?? null;
    values.push(value);
    characters += value?.length ?? 0;
  }
  return characters;
}

function parseItems(text: string): unknown[] {
  return (JSON.parse(text) as OrderItem[]).map(({ product_id, quantity, price_vnd }) => ({
    product_id: product_id === null ? null : BigInt(product_id),
    quantity,
    price_vnd: price_vnd === null ? null : BigInt(price_vnd),
  }));
}
