import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { footerLength, readFooter } from '../../../../src/core/questions/engine/footer.ts';
import { ThriftReader } from '../../../../src/core/questions/engine/thrift.ts';

function footerOf(file: Uint8Array): ReturnType<typeof readFooter> {
  return readFooter(file.subarray(file.length - footerLength(file)));
}

test('readFooter() says what hyparquet says', () => {
  const column = fc.record({
    name: fc.stringMatching(/^[a-z_]{1,20}$/),
    values: fc.array(fc.option(fc.string()), { minLength: 1, maxLength: 300 }),
    codec: fc.constantFrom('SNAPPY' as const, 'UNCOMPRESSED' as const),
  });
  const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 20, selector: ({ name }) => name });
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 100 }), (some, rowGroupSize) => {
      const rows = Math.min(...some.map(({ values }) => values.length));
      const columnData = some.map(({ name, values }) => ({
        name,
        data: values.slice(0, rows),
        type: 'STRING' as const,
      }));
      const { codec } = some[0] as (typeof some)[number];
      const file = parquetWriteBuffer({ columnData, rowGroupSize, codec });
      const metadata = parquetMetadata(file);
      const { createdBy, groups } = footerOf(new Uint8Array(file));
      assert.equal(createdBy, metadata.created_by);
      const theirs = metadata.row_groups.map(({ num_rows, columns: chunks }) => ({
        rows: Number(num_rows),
        chunks: chunks.map(({ meta_data: meta }) => {
          const start = Number(meta!.dictionary_page_offset ?? meta!.data_page_offset);
          return [
            meta!.path_in_schema.join('.'),
            {
              type: meta!.type,
              codec: meta!.codec,
              values: Number(meta!.num_values),
              start,
              data: Number(meta!.data_page_offset),
              end: start + Number(meta!.total_compressed_size),
            },
          ];
        }),
      }));
      assert.deepEqual(
        groups.map((group) => ({
          rows: group.rows,
          chunks: [...group.paths.keys()].map((path) => [path, group.chunk(path)]),
        })),
        theirs,
      );
    }),
  );
});

test('readFooter() ends with an error or an answer, whatever it is given', () => {
  const file = new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'id', data: ['a', 'b'], type: 'STRING' }] }),
  );
  const footer = file.subarray(file.length - footerLength(file));
  fc.assert(
    fc.property(fc.nat({ max: footer.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
      const broken = footer.slice();
      broken[at] = byte;
      try {
        readFooter(broken);
      } catch (error) {
        assert.match((error as Error).message, /^Cannot read Thrift/);
      }
    }),
    { numRuns: 2000 },
  );
  assert.throws(() => readFooter(footer.subarray(0, footer.length >> 1)), /must not end in the midst/);
  assert.throws(() => footerLength(file.subarray(0, 20)), /must end as Parquet does/);
});

test('ThriftReader passes over fields of every kind', () => {
  // Field 1 of each kind, then field 2, which is 21.
  const kinds = [
    [0x11],
    [0x12],
    [0x13, 9],
    [0x14, 6],
    [0x15, 0x80, 0x02],
    [0x16, 0xff, 0xff, 0x03],
    [0x17, 1, 2, 3, 4, 5, 6, 7, 8],
    [0x18, 3, 65, 66, 67],
    [0x19, 0x21, 1, 2],
    [0x19, 0x28, 1, 65, 0],
    [0x1c, 0x1c, 0x15, 2, 0, 0],
  ];
  for (const bytes of kinds) {
    const reader = new ThriftReader(Uint8Array.from([...bytes, 0x15, 42, 0]));
    assert.ok(reader.next(0));
    reader.skip();
    assert.ok(reader.next(1));
    assert.deepEqual([reader.id, reader.number(), reader.next(2)], [2, 21, false]);
  }
});
