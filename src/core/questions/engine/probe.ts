import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { hashWords, PADDING } from '../../columns/word-hash.ts';
import { type Chunk, pagesOf, type ParquetPage } from './pages.ts';
import { readNumbers } from './read-values.ts';

/** Tells whether a dictionary, which is all that a chunk's bytes hold, has one of the values that are looked for. */
export type Probe = (chunk: Chunk) => boolean;

/** A probe for numbers or for texts. Memory: the values. */
export function probeFor(wanted: readonly number[] | readonly string[]): Probe {
  const numbers = new Set<unknown>(wanted);
  const texts = new ByteDictionary();
  for (const value of wanted) if (typeof value === 'string') texts.codeOf(value);
  return (chunk) => {
    const page = dictionaryOf(chunk);
    if (chunk.place.type === 'BYTE_ARRAY') return hasText(page, texts);
    return readNumbers(page, chunk.place.type).some((value) => numbers.has(value));
  };
}

function dictionaryOf(chunk: Chunk): ParquetPage {
  const [page] = pagesOf(chunk, { definition: 0, repetition: 0 });
  if (page?.kind !== 'dictionary')
    throw new Error('Cannot read a dictionary as there must be one: there is none');
  return page;
}

function hasText({ bytes, count }: ParquetPage, texts: ByteDictionary): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength + PADDING);
  for (let i = 0, at = 0; i < count; i++) {
    const start = at + 4;
    const end = start + view.getUint32(at, true);
    if (end > bytes.length) throw new Error('Cannot read a dictionary as it must hold its texts whole');
    if (texts.find(view, start, end, hashWords(view, start, end)) !== 0) return true;
    at = end;
  }
  return false;
}
