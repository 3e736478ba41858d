import { memberOf } from './numbers.ts';
import { type Chunk, pagesOf } from './pages.ts';
import { readNumbers } from './read-values.ts';
import { pageTexts, Texts } from './texts.ts';

/** What a column of a row group has in it, null apart. */
export type Dictionary = Texts | Float64Array;

/** Reads a dictionary from a chunk whose bytes end with it. */
export function readDictionary(chunk: Chunk): Dictionary {
  const [page] = pagesOf(chunk, { definition: 0, repetition: 0 });
  if (page?.kind !== 'dictionary') {
    throw new Error('Cannot read a dictionary as there must be one: there is none');
  }
  const { type } = chunk.place;
  return type === 'BYTE_ARRAY' ? pageTexts(page.unpackBytes(), page.count) : readNumbers(page, type);
}

/** Whether a dictionary has one of some values. */
export function holdsOne(dictionary: Dictionary, wanted: readonly number[] | readonly string[]): boolean {
  if (dictionary instanceof Texts) return wanted.some((text) => dictionary.codeOf(String(text)) !== 0);
  const isOneOf = memberOf(wanted as readonly number[]);
  for (const value of dictionary) if (isOneOf(value)) return true;
  return false;
}
