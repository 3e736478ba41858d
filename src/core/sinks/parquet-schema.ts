import type { SchemaElement } from 'hyparquet';
import type { Field } from '../fields.ts';

/** The Parquet schema of a table: what pandas, DuckDB and Spark read without casts. */
export function parquetSchema(fields: readonly Field[]): SchemaElement[] {
  const root: SchemaElement = { name: 'root', num_children: fields.length };
  return [root, ...fields.flatMap(elementsOf)];
}

function elementsOf({ name, kind, required }: Field): SchemaElement[] {
  const repetition_type = required ? 'REQUIRED' : 'OPTIONAL';
  switch (kind) {
    case 'text':
    case 'json':
      return [
        {
          name,
          type: 'BYTE_ARRAY',
          converted_type: 'UTF8',
          logical_type: { type: 'STRING' },
          repetition_type,
        },
      ];
    case 'int32':
      return [{ name, type: 'INT32', repetition_type }];
    case 'int64':
      return [{ name, type: 'INT64', repetition_type }];
    case 'double':
      return [{ name, type: 'DOUBLE', repetition_type }];
    case 'bool':
      return [{ name, type: 'BOOLEAN', repetition_type }];
    case 'time':
      return [
        {
          name,
          type: 'INT64',
          converted_type: 'TIMESTAMP_MICROS',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
          repetition_type,
        },
      ];
    case 'items':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', num_children: 3 },
        { name: 'product_id', type: 'INT64', repetition_type: 'OPTIONAL' },
        { name: 'quantity', type: 'INT32', repetition_type: 'OPTIONAL' },
        { name: 'price_vnd', type: 'INT64', repetition_type: 'OPTIONAL' },
      ];
  }
}
