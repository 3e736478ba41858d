import type { Field } from '../fields.ts';

/** Numbers, times and truth values of many rows; NaN stands for null, 1 for true. */
export interface NumberColumn {
  kind: 'number';
  values: Float64Array;
}

/** Texts of many rows: `codes[i]` is 0 for null, else one more than the index of its text in `values`. */
export interface TextColumn {
  kind: 'text';
  codes: Uint32Array;
  values: string[];
}

/** The same as UTF-8: the text of code c ends at byte `ends[c - 1]`, where that of the next begins. */
export interface BytesColumn {
  kind: 'bytes';
  codes: Uint32Array;
  ends: Uint32Array;
  bytes: Uint8Array;
}

export type Column = NumberColumn | TextColumn | BytesColumn;

/** How a field's values are held in a column. */
export function columnKind({ kind }: Field): 'number' | 'text' {
  return kind === 'text' || kind === 'json' || kind === 'items' ? 'text' : 'number';
}

/** One column a field, in the order of `fields`; lists become JSON text. */
export function toColumns<Name extends string>(
  rows: readonly Record<Name, unknown>[],
  fields: readonly Field<Name>[],
): (NumberColumn | TextColumn)[] {
  return fields.map((field) =>
    columnKind(field) === 'text' ? textColumn(rows, field) : numberColumn(rows, field),
  );
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The texts of a column in order of their codes. */
export function textsOf({ ends, bytes }: BytesColumn): string[] {
  let start = 0;
  return Array.from(ends, (end) => decoder.decode(bytes.subarray(start, (start = end))));
}

function numberColumn<Name extends string>(
  rows: readonly Record<Name, unknown>[],
  { name, kind }: Field<Name>,
): NumberColumn {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = (rows[i] as Record<Name, unknown>)[name] as number | boolean | null;
    values[i] = value === null ? Number.NaN : kind === 'bool' ? Number(value) : (value as number);
  }
  return { kind: 'number', values };
}

function textColumn<Name extends string>(
  rows: readonly Record<Name, unknown>[],
  { name, kind, unique }: Field<Name>,
): TextColumn {
  const codes = new Uint32Array(rows.length);
  const values: string[] = [];
  const known = new Map<string, number>();
  for (let i = 0; i < rows.length; i++) {
    const value = (rows[i] as Record<Name, unknown>)[name];
    if (value === null) continue;
    const text = kind === 'items' ? JSON.stringify(value) : (value as string);
    let code = unique ? undefined : known.get(text);
    if (code === undefined) {
      code = values.push(text);
      if (!unique) known.set(text, code);
    }
    codes[i] = code;
  }
  return { kind: 'text', codes, values };
}
