import { type Chunk, type Levels, pagesOf, type ParquetPage } from './pages.ts';
import { lookUp, readNumbers } from './read-values.ts';

/** The data pages of a chunk of numbers with their values; in a flat column NaN stands for null. */
export function* numbersOf(
  chunk: Chunk,
  levels: Levels,
): Generator<{ page: ParquetPage; numbers: Float64Array }> {
  let ofCode = Float64Array.of(Number.NaN);
  for (const page of pagesOf(chunk, levels)) {
    if (page.kind === 'dictionary') {
      ofCode = new Float64Array(page.count + 1);
      ofCode[0] = Number.NaN;
      ofCode.set(readNumbers(page, chunk.place.type), 1);
      continue;
    }
    const present = levels.repetition === 0 ? page.definition : undefined;
    if (page.encoding !== 'DICTIONARY') {
      const numbers = readNumbers(page, chunk.place.type);
      yield { page, numbers: present === undefined ? numbers : spread(numbers, present) };
      continue;
    }
    const flat = levels.repetition === 0 ? page : { ...page, count: page.values, definition: undefined };
    yield { page, numbers: lookUp(flat, ofCode) };
  }
}

function spread(numbers: Float64Array, present: Uint8Array): Float64Array {
  const out = new Float64Array(present.length);
  for (let i = 0, next = 0; i < present.length; i++) {
    out[i] = present[i] === 1 ? (numbers[next++] as number) : Number.NaN;
  }
  return out;
}
