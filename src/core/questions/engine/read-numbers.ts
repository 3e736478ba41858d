import { type Codes, codesFor } from './codes.ts';
import { Numbers } from './numbers.ts';
import { type Chunk, type Levels, pagesOf, type ParquetPage } from './pages.ts';
import { codesOf, readNumbers, spreadCodes } from './read-values.ts';

const FLAT: Levels = { definition: 1, repetition: 0 };
const REQUIRED: Levels = { definition: 0, repetition: 0 };

/** A column of numbers from its chunks, one a row group. */
export function readNumberColumn(chunks: readonly Chunk[], isRequired: boolean): Numbers {
  const parts = chunks.flatMap((chunk) => partsOf(chunk, isRequired ? REQUIRED : FLAT));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : join(parts);
}

function partsOf(chunk: Chunk, levels: Levels): Numbers[] {
  const parts: Numbers[] = [];
  let ofCode = withNull(new Float64Array(0));
  for (const page of pagesOf(chunk, levels)) {
    if (page.kind === 'dictionary') ofCode = withNull(readNumbers(page, chunk.place.type));
    else if (page.encoding === 'DICTIONARY') {
      parts.push(new Numbers({ codes: codesOf(page, ofCode.length - 1), ofCode }));
    } else parts.push(written(page, readNumbers(page, chunk.place.type)));
  }
  return parts;
}

/** Numbers of a page that is without a dictionary: where some are null the rest are a list. */
function written(page: ParquetPage, numbers: Float64Array): Numbers {
  const { count } = page;
  const definition = page.unpackDefinition();
  if (definition === undefined) return new Numbers(numbers);
  const codes = codesFor(numbers.length + 1, count);
  spreadCodes(definition, count, codes);
  return new Numbers({ codes, ofCode: withNull(numbers) });
}

function withNull(numbers: Float64Array): Float64Array {
  const ofCode = new Float64Array(numbers.length + 1);
  ofCode[0] = Number.NaN;
  ofCode.set(numbers, 1);
  return ofCode;
}

function join(parts: readonly Numbers[]): Numbers {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const size = parts.reduce((sum, { ofCode }) => sum + ofCode.length, 1);
  if (parts.some(({ codes }) => codes === undefined)) return joinValues(parts, rows);
  const codes = codesFor(size, rows);
  const ofCode = withNull(new Float64Array(size - 1));
  let at = 0;
  let first = 0;
  for (const part of parts) {
    ofCode.set(part.ofCode.subarray(1), first + 1);
    const own = part.codes as Codes;
    for (let i = 0; i < own.length; i++) codes[at + i] = own[i] === 0 ? 0 : (own[i] as number) + first;
    at += own.length;
    first += part.ofCode.length - 1;
  }
  return new Numbers({ codes, ofCode });
}

function joinValues(parts: readonly Numbers[], rows: number): Numbers {
  const values = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.rows;
  }
  return new Numbers(values);
}
