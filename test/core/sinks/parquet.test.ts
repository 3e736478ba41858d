import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { BytesColumn, Column, TextColumn } from '../../../src/core/columns/column.ts';
import { toColumns } from '../../../src/core/columns/column.ts';
import type { Field, FieldKind } from '../../../src/core/fields.ts';
import { ParquetFile } from '../../../src/core/sinks/parquet.ts';

const item = fc.record({
  product_id: fc.option(fc.maxSafeInteger()),
  quantity: fc.option(fc.integer()),
  price_vnd: fc.option(fc.maxSafeInteger()),
});
const text = fc.oneof(
  fc.constantFrom('', 'a', 'Bàn phím', '𝒳', '\uE000', '\u{10000}'),
  fc.string({ unit: 'grapheme' }),
);
const values: Record<FieldKind, fc.Arbitrary<unknown>> = {
  text,
  json: fc.json(),
  int32: fc.oneof(fc.integer(), fc.integer({ min: 0, max: 3 })),
  int64: fc.oneof(fc.maxSafeInteger(), fc.integer({ min: 0, max: 3 })),
  double: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1.5)),
  bool: fc.boolean(),
  time: fc.integer({ min: 946_684_800_000_000, max: 4_102_444_800_000_000 }),
  items: fc.array(item, { maxLength: 3 }),
};

const fields: Field[] = [
  { name: 'event_id', kind: 'text', required: true, unique: true },
  // Lists are never required.
  ...(Object.keys(values) as FieldKind[])
    .filter((kind) => kind !== 'items')
    .map((kind) => ({ name: `${kind}_given`, kind, required: true })),
  ...(Object.keys(values) as FieldKind[]).map((kind) => ({
    name: kind === 'text' ? 'source' : `${kind}_maybe`,
    kind,
    required: false,
  })),
];

const row = fc.record(
  Object.fromEntries(
    fields.map(({ name, kind, required }) => [
      name,
      required ? values[kind] : fc.option(values[kind], { freq: 2 }),
    ]),
  ),
);

/** The same column with its texts as UTF-8. */
function asBytes(column: TextColumn): BytesColumn {
  const encoded = column.values.map((value) => new TextEncoder().encode(value));
  let end = 0;
  return {
    kind: 'bytes',
    codes: column.codes,
    ends: Uint32Array.from(encoded, ({ length }) => (end += length)),
    bytes: Uint8Array.from(encoded.flatMap((bytes) => Array.from(bytes))),
  };
}

function write(
  parts: readonly (readonly Record<string, unknown>[])[],
  change: (column: Column) => Column | BytesColumn,
) {
  const file = new ParquetFile(fields);
  for (const rows of parts) {
    const columns = toColumns(rows, fields).map(change);
    file.append(columns, Uint32Array.from(rows.keys()));
  }
  const bytes = file.finish().slice();
  file.release();
  return { file, buffer: bytes.buffer };
}

/** A row as hyparquet reads it. */
function asRead(given: Record<string, unknown>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const value = given[name];
    if (value === null) read[name] = null;
    else if (kind === 'int64') read[name] = BigInt(value as number);
    else if (kind === 'time') read[name] = new Date(Math.trunc((value as number) / 1000));
    else if (kind === 'items') {
      read[name] = (value as Record<string, number | null>[]).map(({ product_id, quantity, price_vnd }) => ({
        product_id: product_id == null ? null : BigInt(product_id),
        quantity,
        price_vnd: price_vnd == null ? null : BigInt(price_vnd),
      }));
    } else read[name] = value;
  }
  return read;
}

describe('ParquetFile', () => {
  for (const [name, change] of [
    ['texts', (column: Column) => column],
    ['texts as UTF-8', (column: Column) => (column.kind === 'text' ? asBytes(column) : column)],
  ] as const) {
    test(`is read back by hyparquet as it was given, from ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(row, { minLength: 1, maxLength: 30 }), { maxLength: 4 }),
          async (parts) => {
            const { buffer } = write(parts, change);
            const found = await parquetReadObjects({ file: buffer });
            for (const read of found) read['items_maybe'] ??= null;
            assert.deepEqual(found, parts.flat().map(asRead));
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  test('has the same bytes from texts and from UTF-8, and however the rows come', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.nat(59), (rows, cut) => {
        const whole = new Uint8Array(write([rows], (column) => column).buffer);
        const parts = [rows.slice(0, cut), rows.slice(cut)].filter(({ length }) => length > 0);
        const cutUp = write(parts, (column) => (column.kind === 'text' ? asBytes(column) : column));
        assert.deepEqual(new Uint8Array(cutUp.buffer), whole);
      }),
      { numRuns: 60 },
    );
  });

  test('states the bounds and nulls of its chunks', () => {
    const base = Object.fromEntries(
      fields.map(({ name, kind }) => [
        name,
        kind === 'items' ? [] : kind === 'text' || kind === 'json' ? 'x' : 0,
      ]),
    );
    const rows = [
      { ...base, source: 'web', double_given: -0, int64_maybe: 2 ** 53 - 1, bool_given: true },
      { ...base, source: 'ứng dụng', double_given: 0, int64_maybe: null, bool_given: false },
      { ...base, source: null, double_given: 0, int64_maybe: -5, bool_given: true },
    ];
    const { file, buffer } = write([rows], (column) => column);
    const bounds = new Map(file.bounds().map(({ field, ...bound }) => [field.name, bound]));
    assert.deepEqual(bounds.get('source'), { min: 'web', max: 'ứng dụng', nulls: 1 });
    assert.deepEqual(bounds.get('int64_maybe'), { min: -5n, max: 2n ** 53n - 1n, nulls: 1 });
    assert.deepEqual(bounds.get('bool_given'), { min: false, max: true, nulls: 0 });
    const chunk = parquetMetadata(buffer).row_groups[0]?.columns.find(
      ({ meta_data }) => meta_data?.path_in_schema[0] === 'double_given',
    );
    assert.ok(Object.is(chunk?.meta_data?.statistics?.min_value, -0));
    assert.ok(Object.is(chunk?.meta_data?.statistics?.max_value, 0));
  });

  test('refuses a row without a required value', () => {
    const base = Object.fromEntries(fields.map(({ name }) => [name, null]));
    assert.throws(() => write([[base]], (column) => column), /a required value must be there/);
  });
});

test('ParquetFile writes the same bytes of long texts, however many rows it is given at once', () => {
  const long: Field[] = [{ name: 'note', kind: 'text', required: true, unique: true }];
  const rows = Array.from({ length: 3000 }, (_, i) => ({ note: `${i}${'x'.repeat(20_000)}` }));
  const [few, many] = [[1000, 2000], [3000]].map((ends) => {
    const file = new ParquetFile(long);
    for (const [i, end] of [...ends, rows.length].entries()) {
      const part = rows.slice(ends[i - 1] ?? 0, end);
      if (part.length > 0) file.append(toColumns(part, long), Uint32Array.from(part.keys()));
    }
    return file.finish().slice();
  });
  assert.ok(parquetMetadata(few!.buffer).row_groups.length > 1);
  // What differs between so many bytes nobody could read.
  assert.ok(Buffer.from(few!).equals(many!));
});
