import type { BytesColumn, Column, NumberColumn } from './column.ts';

/** The values of some rows of a column, in their order; texts are numbered anew as they come. */
export function gather(column: Column, rows: Uint32Array): Column {
  if (column.kind === 'number') return gatherNumbers(column, rows);
  if (column.kind === 'bytes') return gatherBytes(column, rows);
  throw new TypeError('Cannot gather texts as they must be bytes: text');
}

function gatherNumbers({ values }: NumberColumn, rows: Uint32Array): NumberColumn {
  const gathered = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i] as number] as number;
  return { kind: 'number', values: gathered };
}

/** The same of texts. */
export function gatherBytes({ codes, ends, bytes }: BytesColumn, rows: Uint32Array): BytesColumn {
  const gathered = new Uint32Array(rows.length);
  /** For each code the one it has among these rows. */
  const ours = new Uint32Array(ends.length + 1);
  const met: number[] = [];
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    if (code === 0) continue;
    if (ours[code] === 0) {
      ours[code] = met.push(code);
      length += (ends[code - 1] as number) - startOf(ends, code);
    }
    gathered[i] = ours[code] as number;
  }
  const texts = new Uint8Array(length);
  const textEnds = new Uint32Array(met.length);
  let end = 0;
  met.forEach((code, i) => {
    const text = bytes.subarray(startOf(ends, code), ends[code - 1]);
    texts.set(text, end);
    textEnds[i] = end += text.length;
  });
  return { kind: 'bytes', codes: gathered, ends: textEnds, bytes: texts };
}

function startOf(ends: Uint32Array, code: number): number {
  return code === 1 ? 0 : (ends[code - 2] as number);
}
