import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteDictionary } from '../../../src/core/columns/byte-dictionary.ts';
import { textsOf } from '../../../src/core/columns/column.ts';
import { gather } from '../../../src/core/columns/gather.ts';
import { usedArena } from '../../support/used-arena.ts';

const list = fc.array(fc.option(fc.constantFrom('a', 'b', 'Bàn phím', '', 'c')), { maxLength: 60 });

test('gather() gives the values of rows as if there were no others', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 4 }), (values, every) => {
      const rows = Uint32Array.from(values.keys()).filter((row) => every === 4 || row % every === 0);
      const [all, some] = [new ByteDictionary(), new ByteDictionary()];
      const code = (texts: ByteDictionary, value: string | null): number =>
        value === null ? 0 : texts.codeOf(value);
      const column = all.column(Uint32Array.from(values, (value) => code(all, value)));
      const found = gather(all.column(column.codes), rows, usedArena());
      assert.ok(found.kind === 'bytes');
      const codes = Uint32Array.from(rows, (row) => code(some, values[row]!));
      assert.deepEqual(found.codes, codes);
      assert.deepEqual(textsOf(found), some.texts());
    }),
  );
});

test('gather() takes numbers along, null ones too', () => {
  const column = { kind: 'number', values: Float64Array.of(1, Number.NaN, 3, 4) } as const;
  for (const rows of [[0, 1, 3], [1, 2], [0, 1, 2, 3], []]) {
    const found = gather(column, Uint32Array.from(rows), usedArena());
    assert.ok(found.kind === 'number');
    assert.deepEqual(
      [...found.values],
      rows.map((row) => column.values[row]!),
    );
  }
});
