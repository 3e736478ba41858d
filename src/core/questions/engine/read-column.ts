import type { ColumnMetaData } from 'hyparquet';
import type { Field } from '../../fields.ts';
import type { BytesColumn, FileColumn, ItemsColumn } from './columns.ts';
import { type Levels, pagesOf, type ParquetPage } from './pages.ts';
import { readCodes, readNumbers, readTexts } from './read-values.ts';

/** A column chunk of a row group. */
export interface Chunk {
  bytes: Uint8Array;
  meta: ColumnMetaData;
  /** Of the row group. */
  rows: number;
}

/** The column of a field in memory, from its chunks: three a row group for lists of items, else one. */
export function readColumn(field: Field, chunks: readonly Chunk[], rows: number): FileColumn {
  if (field.kind === 'items') return readItems(chunks);
  const levels = { definition: field.required ? 0 : 1, repetition: 0 };
  if (field.unique && field.required) return readBytes(chunks, rows, levels);
  if (field.kind === 'text' || field.kind === 'json') return readText(chunks, rows, levels);
  const values = new Float64Array(rows);
  let start = 0;
  for (const chunk of chunks) {
    let at = start;
    for (const { page, numbers } of numbersOf(chunk, levels)) {
      if (page.definition === undefined) values.set(numbers, at);
      else spread(numbers, page.definition, values, at);
      at += page.count;
    }
    start += chunk.rows;
  }
  return { kind: 'number', values };
}

/** The data pages of a chunk of numbers with what is written in them. */
function* numbersOf(
  { bytes, meta }: Chunk,
  levels: Levels,
): Generator<{ page: ParquetPage; numbers: Float64Array }> {
  let dictionary = new Float64Array(0);
  for (const page of pagesOf(bytes, meta, levels)) {
    if (page.kind === 'dictionary') dictionary = readNumbers(page, meta.type) as Float64Array<ArrayBuffer>;
    else if (!page.encoding.endsWith('_DICTIONARY')) yield { page, numbers: readNumbers(page, meta.type) };
    else {
      const codes = readCodes(page);
      const numbers = new Float64Array(codes.length);
      for (let i = 0; i < codes.length; i++) numbers[i] = dictionary[codes[i] as number] as number;
      yield { page, numbers };
    }
  }
}

function spread(numbers: Float64Array, present: Uint8Array, out: Float64Array, start: number): void {
  for (let i = 0, next = 0; i < present.length; i++) {
    out[start + i] = present[i] === 1 ? (numbers[next++] as number) : Number.NaN;
  }
}

function readText(chunks: readonly Chunk[], rows: number, levels: Levels): FileColumn {
  const codes = new Uint32Array(rows);
  const values: string[] = [];
  const known = new Map<string, number>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Codes of the texts of a page. */
  function learn(page: ParquetPage): Uint32Array {
    const { starts, lengths } = readTexts(page);
    const learned = new Uint32Array(starts.length);
    // Where all is ASCII, texts are cut from the text of the page.
    const whole = decoder.decode(page.bytes);
    const isAscii = whole.length === page.bytes.length;
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i] as number;
      const end = start + (lengths[i] as number);
      const text = isAscii ? whole.slice(start, end) : decoder.decode(page.bytes.subarray(start, end));
      let code = known.get(text);
      if (code === undefined) known.set(text, (code = values.push(text)));
      learned[i] = code;
    }
    return learned;
  }

  let start = 0;
  for (const { bytes, meta, rows: count } of chunks) {
    let at = start;
    let dictionary = new Uint32Array(0);
    for (const page of pagesOf(bytes, meta, levels)) {
      if (page.kind === 'dictionary') {
        dictionary = learn(page) as Uint32Array<ArrayBuffer>;
        continue;
      }
      const found = page.encoding.endsWith('_DICTIONARY') ? readCodes(page) : learn(page);
      if (page.encoding.endsWith('_DICTIONARY')) {
        for (let i = 0; i < found.length; i++) found[i] = dictionary[found[i] as number] as number;
      }
      if (page.definition === undefined) codes.set(found, at);
      else {
        for (let i = 0, next = 0; i < page.count; i++) {
          if (page.definition[i] === 1) codes[at + i] = found[next++] as number;
        }
      }
      at += page.count;
    }
    start += count;
  }
  return { kind: 'text', codes, values };
}

function readBytes(chunks: readonly Chunk[], rows: number, levels: Levels): BytesColumn {
  const pages: { bytes: Uint8Array; starts: Uint32Array; lengths: Uint32Array }[] = [];
  let size = 0;
  for (const { bytes, meta } of chunks) {
    let dictionary: { bytes: Uint8Array; starts: Uint32Array; lengths: Uint32Array } | undefined;
    for (const page of pagesOf(bytes, meta, levels)) {
      const texts =
        page.encoding.endsWith('_DICTIONARY') && page.kind === 'data' ? undefined : readTexts(page);
      if (page.kind === 'dictionary' && texts !== undefined) {
        dictionary = { bytes: page.bytes, ...texts };
        continue;
      }
      const codes = texts === undefined ? readCodes(page) : undefined;
      const found = codes === undefined ? { bytes: page.bytes, ...texts! } : pick(dictionary!, codes);
      for (const length of found.lengths) size += length;
      pages.push(found);
    }
  }
  const offsets = new Uint32Array(rows + 1);
  const [only] = pages;
  if (only !== undefined && pages.length === 1 && isRun(only)) {
    // The page is nobody else's: its end need not be copied.
    const start = only.starts[0] ?? 0;
    for (let i = 0, at = 0; i < only.lengths.length; i++) offsets[i + 1] = at += only.lengths[i] as number;
    return { kind: 'bytes', bytes: only.bytes.subarray(start, start + size), offsets };
  }
  const bytes = new Uint8Array(size);
  let row = 0;
  let at = 0;
  for (const { bytes: from, starts, lengths } of pages) {
    // Texts that lie one after another are copied at once.
    for (let i = 0; i < starts.length;) {
      const start = starts[i] as number;
      let end = start;
      for (; i < starts.length && starts[i] === end; i++) {
        end += lengths[i] as number;
        offsets[++row] = at + end - start;
      }
      bytes.set(from.subarray(start, end), at);
      at += end - start;
    }
  }
  return { kind: 'bytes', bytes, offsets };
}

/** Whether texts lie one after another. */
function isRun({ starts, lengths }: { starts: Uint32Array; lengths: Uint32Array }): boolean {
  for (let i = 1; i < starts.length; i++) {
    if (starts[i] !== (starts[i - 1] as number) + (lengths[i - 1] as number)) return false;
  }
  return true;
}

function pick(
  { bytes, starts, lengths }: { bytes: Uint8Array; starts: Uint32Array; lengths: Uint32Array },
  codes: Uint32Array,
): { bytes: Uint8Array; starts: Uint32Array; lengths: Uint32Array } {
  return {
    bytes,
    starts: codes.map((code) => starts[code] as number),
    lengths: codes.map((code) => lengths[code] as number),
  };
}

const ITEM_LEVELS: Levels = { definition: 4, repetition: 1 };
/** Definition levels from which on there is a list, an item in it, a value in that. */
const LIST = 1;
const ITEM = 2;
const VALUE = 4;

/** The chunks come in threes: product, quantity, price. */
function readItems(chunks: readonly Chunk[]): ItemsColumn {
  const rows: number[] = [];
  const starts: number[] = [];
  const leaves: [number[], number[], number[]] = [[], [], []];
  let base = 0;
  for (let group = 0; group < chunks.length; group += 3) {
    leaves.forEach((values, leaf) => {
      const chunk = chunks[group + leaf] as Chunk;
      let row = base - 1;
      for (const { page, numbers } of numbersOf(chunk, ITEM_LEVELS)) {
        const { definition = [], repetition = [] } = page;
        for (let i = 0, next = 0; i < page.count; i++) {
          const level = definition[i] as number;
          if (repetition[i] === 0) {
            row++;
            if (leaf === 0 && level >= LIST) {
              rows.push(row);
              starts.push(values.length);
            }
          }
          if (level >= ITEM) values.push(level === VALUE ? (numbers[next++] as number) : Number.NaN);
        }
      }
    });
    base += (chunks[group] as Chunk).rows;
  }
  starts.push(leaves[0].length);
  const [products, quantities, prices] = leaves.map((values) => Float64Array.from(values)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return {
    kind: 'items',
    rows: Uint32Array.from(rows),
    starts: Uint32Array.from(starts),
    products,
    quantities,
    prices,
  };
}
