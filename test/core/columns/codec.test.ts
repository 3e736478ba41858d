import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteSink } from '../../../src/core/columns/byte-sink.ts';
import { ByteSource } from '../../../src/core/columns/byte-source.ts';
import { decodeColumns, encodeColumns } from '../../../src/core/columns/codec.ts';
import {
  columnKind,
  type NumberColumn,
  type TextColumn,
  toColumns,
} from '../../../src/core/columns/column.ts';
import { fingerprints } from '../../../src/core/columns/fingerprint.ts';
import type { Field } from '../../../src/core/fields.ts';

const NUMBER: Field = { name: 'n', kind: 'double', required: false };
const TEXT: Field = { name: 't', kind: 'text', required: false };
const UNIQUE: Field = { name: 'u', kind: 'text', required: true, unique: true };
const FIELDS = [NUMBER, TEXT, UNIQUE];

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-2_147_483_648, 2_147_483_647, 2_147_483_648, Number.MAX_SAFE_INTEGER, 0.5),
);
const texts = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.toWellFormed());
const rows = fc.array(fc.record({ n: fc.option(numbers), t: fc.option(texts), u: texts }), {
  maxLength: 400,
});

test('decodeColumns() gives back what encodeColumns() took, wherever it stands', () => {
  fc.assert(
    fc.property(rows, rows, (first, second) => {
      const sink = new ByteSink(8);
      sink.raw(new Uint8Array(3));
      for (const part of [first, second]) encodeColumns(toColumns(part, FIELDS), part.length, sink);
      const source = new ByteSource(sink.bytes().slice());
      source.at = 3;
      for (const part of [first, second]) {
        const decoded = decodeColumns(source, FIELDS.map(columnKind));
        assert.equal(decoded.rows, part.length);
        assert.deepEqual(
          valuesOf(decoded.columns, part.length),
          part.map(({ n, t, u }) => [n, t, u]),
        );
      }
      assert.ok(source.done);
    }),
  );
});

test('ByteSink takes long texts without holding several times their size', () => {
  const text = 'Bàn phím 😀'.repeat(200_000);
  const sink = new ByteSink();
  sink.text(text);
  assert.equal(new ByteSource(sink.bytes().slice()).text(), text);
});

test('fingerprints() are the same for equal rows in any company, and differ with any value', () => {
  fc.assert(
    fc.property(rows, fc.nat(), (list, n) => {
      if (list.length === 0) return;
      const at = n % list.length;
      const alone = fingerprints(toColumns([list[at]!], FIELDS), 1);
      const all = fingerprints(toColumns(list, FIELDS), list.length);
      assert.deepEqual(all.slice(at * 2, at * 2 + 2), alone);
      const row = list[at]!;
      for (const other of [
        { ...row, n: row.n === null ? 0 : null },
        { ...row, t: `${row.t}x` },
        { ...row, u: `${row.u}x` },
      ]) {
        assert.notDeepEqual(fingerprints(toColumns([other], FIELDS), 1), alone);
      }
    }),
  );
});

function valuesOf(columns: readonly (NumberColumn | TextColumn)[], count: number): unknown[][] {
  return Array.from({ length: count }, (_, row) =>
    columns.map((column) => {
      if (column.kind === 'text') return column.values[column.codes[row]! - 1] ?? null;
      const value = column.values[row]!;
      return Number.isNaN(value) ? null : value;
    }),
  );
}
