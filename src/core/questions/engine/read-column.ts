import type { Field } from '../../fields.ts';
import type { FileColumn } from './columns.ts';
import type { Chunk } from './pages.ts';
import { readBytes } from './read-bytes.ts';
import { readItems } from './read-items.ts';
import { readNumberColumn } from './read-numbers.ts';
import { readText } from './read-text.ts';

/** The column of a field in memory, from its chunks: three a row group for lists of items, else one. */
export function readColumn(field: Field, chunks: readonly Chunk[], rows: number): FileColumn {
  if (field.kind === 'items') return readItems(chunks);
  const levels = { definition: field.required ? 0 : 1, repetition: 0 };
  if (field.unique && field.required) return readBytes(chunks, rows);
  if (field.kind === 'text' || field.kind === 'json') return readText(chunks, levels);
  return readNumberColumn(chunks, field.required);
}
