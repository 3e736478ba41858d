import type { Field } from '../../fields.ts';
import type { FileColumn } from './columns.ts';
import { numbersOf } from './number-pages.ts';
import type { Chunk } from './pages.ts';
import { readBytes } from './read-bytes.ts';
import { readItems } from './read-items.ts';
import { readText } from './read-text.ts';

/** The column of a field in memory, from its chunks: three a row group for lists of items, else one. */
export function readColumn(field: Field, chunks: readonly Chunk[], rows: number): FileColumn {
  if (field.kind === 'items') return readItems(chunks);
  const levels = { definition: field.required ? 0 : 1, repetition: 0 };
  if (field.unique && field.required) return readBytes(chunks, rows);
  if (field.kind === 'text' || field.kind === 'json') return readText(chunks, levels);
  const parts: Float64Array[] = [];
  for (const chunk of chunks) for (const { numbers } of numbersOf(chunk, levels)) parts.push(numbers);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return { kind: 'number', values: only };
  const values = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { kind: 'number', values };
}
