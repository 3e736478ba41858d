import type { BytesColumn, TextColumn } from '../../columns/column.ts';
import type { Field } from '../../fields.ts';
import type { Chunk, RowColumn } from './chunk.ts';
import { flatLevels, type Range, writeChunk } from './page.ts';
import { Presence } from './presence.ts';
import { TextBytes } from './text-bytes.ts';
import { inOrder, numbered, pays, plainTexts } from './text-pages.ts';

/** Texts by whose range a reader may pass a file over; of the others the range says nothing. */
const RANGED: ReadonlySet<string> = new Set([
  'event_type',
  'source',
  'device',
  'product_category',
  'product_brand',
]);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A column of texts: numbers of a dictionary where values come again, one after another where they do not. Memory: four bytes a
 * row, and every different text.
 */
export function textChunk({ name, required, unique }: Field, capacity: number): Chunk {
  const texts = new TextBytes();
  // What is missing in the last row is put behind the others.
  const codes = new Uint32Array(capacity + 1);
  const presence = new Presence(capacity, required);
  let filled = 0;
  let translated: RowColumn | undefined;
  /** For each code of the column that is read, one more than that of ours; 0 where it was not met yet. */
  let ours = new Uint32Array(0);
  /** Of the rows at hand, the same. */
  let step = new Uint32Array(0);

  function appendCoded(column: TextColumn | BytesColumn, rows: Uint32Array): void {
    const size = column.kind === 'text' ? column.values.length : column.ends.length;
    if (ours.length <= size) ours = new Uint32Array(2 * size + 1);
    else if (translated !== column) ours.fill(0, 0, size + 1);
    translated = column;
    const given = column.codes;
    if (step.length < rows.length) step = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const code = given[rows[i] as number] as number;
      let found = ours[code] as number;
      if (found === 0 && code !== 0) ours[code] = found = texts.number(textOf(column, code)) + 1;
      step[i] = found;
    }
    filled = presence.addCodes(step.subarray(0, rows.length), codes, filled);
  }

  function appendUnique({ codes: given, values }: TextColumn, rows: Uint32Array): void {
    const taken: string[] = [];
    for (const row of rows) {
      const text = values[(given[row] as number) - 1];
      presence.add(text !== undefined);
      if (text !== undefined) taken.push(text);
    }
    texts.addAll(taken);
  }

  /** Neighbours mostly stay neighbours: they are copied together. */
  function appendUniqueBytes({ codes: given, ends, bytes }: BytesColumn, rows: Uint32Array): void {
    for (let i = 0; i < rows.length;) {
      const first = given[rows[i] as number] as number;
      presence.add(first !== 0);
      i++;
      if (first === 0) continue;
      let next = first + 1;
      for (; i < rows.length && given[rows[i] as number] === next; i++, next++) presence.add(true);
      texts.append(bytes, first === 1 ? 0 : (ends[first - 2] as number), ends, first - 1, next - 1);
    }
  }

  function appendReady(values: readonly (string | Uint8Array | null)[], rows: Uint32Array): void {
    for (const row of rows) {
      const value = values[row] ?? null;
      presence.add(value !== null);
      if (value === null) continue;
      if (unique === true) texts.add(value);
      else codes[filled++] = texts.number(value);
    }
  }

  return {
    append(column, rows) {
      const before = texts.size;
      if (column.kind === 'ready') appendReady(column.values, rows);
      else if (column.kind === 'number') throw new TypeError(`Cannot write ${name} as it must hold texts`);
      else if (unique !== true) appendCoded(column, rows);
      else if (column.kind === 'bytes') appendUniqueBytes(column, rows);
      else appendUnique(column, rows);
      return texts.size - before;
    },
    close(writer, arena) {
      const count = unique === true ? texts.count : filled;
      const isCoded = unique !== true && count > 0 && pays(texts, codes, count);
      const column = {
        path: [name],
        type: 'BYTE_ARRAY' as const,
        ...(isCoded
          ? numbered(codes, count, texts.count, arena)
          : inOrder(texts, unique === true ? null : codes, count, arena)),
        ...flatLevels(presence.take(), arena),
        dictionary: isCoded ? { bytes: plainTexts(texts, arena), count: texts.count } : undefined,
        range: RANGED.has(name) && texts.count > 0 ? rangeOf(texts) : {},
      };
      const chunk = writeChunk(writer, column, arena);
      texts.clear();
      translated = undefined;
      filled = 0;
      return [chunk];
    },
  };
}

function textOf(column: TextColumn | BytesColumn, code: number): string | Uint8Array {
  if (column.kind === 'text') return column.values[code - 1] as string;
  return column.bytes.subarray(code === 1 ? 0 : column.ends[code - 2], column.ends[code - 1]);
}

function rangeOf(texts: TextBytes): Range {
  let [least, most] = [0, 0];
  for (let i = 1; i < texts.count; i++) {
    if (texts.compare(i, least) < 0) least = i;
    if (texts.compare(i, most) > 0) most = i;
  }
  const textAt = (index: number): string =>
    decoder.decode(texts.bytes().subarray(texts.startOf(index), texts.endOf(index)));
  return { min_value: textAt(least), max_value: textAt(most) };
}
