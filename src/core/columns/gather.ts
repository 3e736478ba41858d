import type { BytesColumn, Column, NumberColumn } from './column.ts';

/** The values of some rows of a column, in their order, which rises; texts are numbered anew as they come. */
export function gather(column: Column, rows: Uint32Array): Column {
  if (column.kind === 'number') return gatherNumbers(column, rows);
  if (column.kind === 'bytes') return gatherBytes(column, rows);
  throw new TypeError('Cannot gather texts as they must be bytes: text');
}

function gatherNumbers({ values }: NumberColumn, rows: Uint32Array): NumberColumn {
  const first = rows[0] ?? 0;
  // Of neighbours a view will do.
  if (rows.at(-1) === first + rows.length - 1)
    return { kind: 'number', values: values.subarray(first, first + rows.length) };
  const gathered = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i] as number] as number;
  return { kind: 'number', values: gathered };
}

function gatherBytes({ codes, ends, bytes }: BytesColumn, rows: Uint32Array): BytesColumn {
  const gathered = new Uint32Array(rows.length);
  /** For each code the one it has among these rows. */
  const ours = new Uint32Array(ends.length + 1);
  const met = new Uint32Array(Math.min(ends.length, rows.length));
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    if (code === 0) continue;
    if (ours[code] === 0) {
      met[count++] = code;
      ours[code] = count;
    }
    gathered[i] = ours[code] as number;
  }
  return { kind: 'bytes', codes: gathered, ...gatherTexts(ends, bytes, met.subarray(0, count)) };
}

/** The texts of some codes, one after another. */
export function gatherTexts(
  ends: Uint32Array,
  bytes: Uint8Array,
  codes: Uint32Array,
): { ends: Uint32Array; bytes: Uint8Array } {
  const newEnds = new Uint32Array(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    newEnds[i] = length += (ends[code - 1] as number) - startOf(ends, code);
  }
  const texts = new Uint8Array(length);
  for (let i = 0; i < codes.length;) {
    const first = codes[i] as number;
    const at = i === 0 ? 0 : (newEnds[i - 1] as number);
    let next = first + 1;
    // Neighbours mostly stay neighbours: they are copied together.
    for (i++; i < codes.length && codes[i] === next; i++) next++;
    texts.set(bytes.subarray(startOf(ends, first), ends[next - 2]), at);
  }
  return { ends: newEnds, bytes: texts };
}

function startOf(ends: Uint32Array, code: number): number {
  return code === 1 ? 0 : (ends[code - 2] as number);
}
