import type { Arena } from './arena.ts';
import type { BytesColumn, Column, NumberColumn } from './column.ts';

/** The values of some rows of a column, in their order, which rises; texts are numbered anew as they come. They may be views. */
export function gather(column: Column, rows: Uint32Array, arena: Arena): Column {
  if (column.kind === 'number') return gatherNumbers(column, rows, arena);
  if (column.kind === 'bytes') return gatherBytes(column, rows, arena);
  throw new TypeError('Cannot gather texts as they must be bytes: text');
}

function gatherNumbers({ values }: NumberColumn, rows: Uint32Array, arena: Arena): NumberColumn {
  const first = rows[0] ?? 0;
  // Of neighbours a view will do.
  if (rows.at(-1) === first + rows.length - 1)
    return { kind: 'number', values: values.subarray(first, first + rows.length) };
  const gathered = arena.doubles(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i] as number] as number;
  return { kind: 'number', values: gathered };
}

/** For each code the one it has among the rows that are gathered; 0 for all others, and between two columns for all. */
let ours = new Uint32Array(0);

function gatherBytes({ codes, ends, bytes }: BytesColumn, rows: Uint32Array, arena: Arena): BytesColumn {
  const gathered = arena.words(rows.length);
  if (ours.length <= ends.length) ours = new Uint32Array(ends.length * 2 + 1);
  const met = arena.words(Math.min(ends.length, rows.length));
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] as number] as number;
    if (code === 0) {
      gathered[i] = 0;
      continue;
    }
    if (ours[code] === 0) {
      met[count++] = code;
      ours[code] = count;
    }
    gathered[i] = ours[code] as number;
  }
  for (let i = 0; i < count; i++) ours[met[i] as number] = 0;
  return { kind: 'bytes', codes: gathered, ...gatherTexts(ends, bytes, met.subarray(0, count), arena) };
}

/** The texts of some codes, one after another. */
export function gatherTexts(
  ends: Uint32Array,
  bytes: Uint8Array,
  codes: Uint32Array,
  arena: Arena,
): { ends: Uint32Array; bytes: Uint8Array } {
  const newEnds = arena.words(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    newEnds[i] = length += (ends[code - 1] as number) - startOf(ends, code);
  }
  const texts = arena.bytes(length);
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
