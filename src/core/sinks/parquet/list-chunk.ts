import type { SchemaElement } from 'hyparquet';
import { writeColumn } from 'hyparquet-writer/src/column.js';
import { encodeNestedValues } from 'hyparquet-writer/src/dremel.js';
import { schemaPathResolver } from 'hyparquet-writer/src/schema.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { TextColumn } from '../../columns/column.ts';
import type { OrderItem } from '../../event.ts';
import type { Chunk } from './chunk.ts';

/** A column of lists of ordered items, which few rows have: the library's own way. Memory: the lists. */
export function listChunk(schema: SchemaElement[], name: string): Chunk {
  const list = schemaPathResolver(schema)([name]);
  const leaves = leavesOf(list);
  let values: unknown[] = [];
  return {
    append(column, rows) {
      const { codes, values: texts } = column as TextColumn;
      let size = 0;
      for (const row of rows) {
        const text = texts[(codes[row] as number) - 1];
        values.push(text === undefined ? null : parseItems(text));
        size += text?.length ?? 0;
      }
      return size;
    },
    close(writer) {
      const chunks = leaves.map((path) => {
        const schemaPath = path.map(({ element }) => element);
        const column = {
          columnName: schemaPath
            .slice(1)
            .map((element) => element.name)
            .join('.'),
          element: schemaPath.at(-1) as SchemaElement,
          schemaPath,
          codec: 'SNAPPY' as const,
          compressors: { SNAPPY: snappyCompress },
          stats: true,
          pageSize: 0,
          columnIndex: false,
          offsetIndex: false,
        };
        return writeColumn({ writer, column, pageData: encodeNestedValues(path, values) }).chunk;
      });
      values = [];
      return chunks;
    },
  };
}

type Path = ReturnType<ReturnType<typeof schemaPathResolver>>;

/** The ways from a column to its values, in the order of the schema. */
function leavesOf(path: Path): Path[] {
  const children = path.at(-1)?.children ?? [];
  return children.length === 0 ? [path] : children.flatMap((child) => leavesOf([...path, child]));
}

function parseItems(text: string): unknown[] {
  return (JSON.parse(text) as OrderItem[]).map(({ product_id, quantity, price_vnd }) => ({
    product_id: product_id === null ? null : BigInt(product_id),
    quantity,
    price_vnd: price_vnd === null ? null : BigInt(price_vnd),
  }));
}
