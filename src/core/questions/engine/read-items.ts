import type { ItemsColumn } from './columns.ts';
import { type Chunk, type Levels, pagesOf, type ParquetPage } from './pages.ts';
import { lookUp, readNumbers } from './read-values.ts';

const ITEM_LEVELS: Levels = { definition: 4, repetition: 1 };
/** Definition levels from which on there is a list, an item in it, a value in that. */
const LIST = 1;
const ITEM = 2;
const VALUE = 4;

/** A column of items from its chunks, which come in threes: product, quantity, price. */
export function readItems(chunks: readonly Chunk[]): ItemsColumn {
  const rows: number[] = [];
  const starts: number[] = [];
  const leaves: [number[], number[], number[]] = [[], [], []];
  let base = 0;
  for (let group = 0; group < chunks.length; group += 3) {
    leaves.forEach((values, leaf) => {
      const chunk = chunks[group + leaf] as Chunk;
      let row = base - 1;
      for (const { page, numbers } of numbersOf(chunk)) {
        const [definition, repetition] = [page.unpackDefinition() ?? [], page.unpackRepetition() ?? []];
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

/** The pages of a chunk with the numbers that are written in them. */
function* numbersOf(chunk: Chunk): Generator<{ page: ParquetPage; numbers: Float64Array }> {
  let list = new Float64Array(0);
  for (const page of pagesOf(chunk, ITEM_LEVELS)) {
    const isCoded = page.kind === 'data' && page.encoding === 'DICTIONARY';
    const numbers = isCoded ? lookUp(page, list) : readNumbers(page, chunk.place.type);
    if (page.kind === 'dictionary') list = numbers as Float64Array<ArrayBuffer>;
    else yield { page, numbers };
  }
}
