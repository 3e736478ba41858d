import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { hashWords, PADDING } from '../../columns/word-hash.ts';
import { codesFor } from './codes.ts';
import type { TextColumn } from './columns.ts';
import { type Chunk, type Levels, pagesOf, type ParquetPage } from './pages.ts';
import { codesOf, readTexts } from './read-values.ts';
import { pageTexts, Texts } from './texts.ts';

/** A column of texts from its chunks, one a row group. */
export function readText(chunks: readonly Chunk[], levels: Levels): TextColumn {
  const parts = chunks.flatMap((chunk) => partsOf(chunk, levels));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : joinTexts(parts);
}

/** The pages of a chunk as columns. */
function partsOf(chunk: Chunk, levels: Levels): TextColumn[] {
  const parts: TextColumn[] = [];
  let texts: Texts | undefined;
  for (const page of pagesOf(chunk, levels)) {
    if (page.kind === 'dictionary') texts = pageTexts(page.unpackBytes(), page.count);
    else if (page.encoding !== 'DICTIONARY') parts.push(learn(page));
    else if (texts === undefined)
      throw new Error('Cannot read texts as there must be a dictionary: there is none');
    else parts.push({ kind: 'text', codes: codesOf(page, texts.size), texts });
  }
  return parts;
}

/** Numbers the texts of a page that is without a dictionary. */
function learn(page: ParquetPage): TextColumn {
  const learned = new ByteDictionary();
  const codes = new Uint32Array(page.count);
  const { count } = page;
  const bytes = page.unpackBytes();
  const definition = page.unpackDefinition();
  const { starts, lengths } = readTexts(page, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength + PADDING);
  for (let i = 0, next = 0; i < count; i++) {
    if (definition !== undefined && definition[i] === 0) continue;
    const start = starts[next] as number;
    codes[i] = codeOf(learned, view, start, start + (lengths[next++] as number));
  }
  return { kind: 'text', codes, texts: takeTexts(learned) };
}

/** The columns of pages as one. */
function joinTexts(parts: readonly TextColumn[]): TextColumn {
  const learned = new ByteDictionary();
  const ofCodes = parts.map(({ texts }) => {
    const ofCode = new Uint32Array(texts.size + 1);
    for (let code = 1; code <= texts.size; code++) {
      ofCode[code] = codeOf(learned, texts.view, texts.start(code), texts.end(code));
    }
    return ofCode;
  });
  const codes = codesFor(
    learned.size,
    parts.reduce((sum, part) => sum + part.codes.length, 0),
  );
  let at = 0;
  parts.forEach((part, i) => {
    const ofCode = ofCodes[i] as Uint32Array;
    for (let row = 0; row < part.codes.length; row++) {
      codes[at + row] = ofCode[part.codes[row] as number] as number;
    }
    at += part.codes.length;
  });
  return { kind: 'text', codes, texts: takeTexts(learned) };
}

function codeOf(learned: ByteDictionary, view: DataView, start: number, end: number): number {
  const hash = hashWords(view, start, end);
  return learned.find(view, start, end, hash) || learned.add(view, start, end, hash);
}

function takeTexts({ bytes, ends, size }: ByteDictionary): Texts {
  const length = ends[size] as number;
  return new Texts(bytes.slice(0, length + PADDING).subarray(0, length), ends.slice(0, size + 1), 0);
}
