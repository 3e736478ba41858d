import { Arena } from './arena.ts';
import { ByteSink } from './byte-sink.ts';
import { ByteSource } from './byte-source.ts';
import type { BytesColumn, Column, TextColumn } from './column.ts';

const NULLS = 0;
const INT32 = 1;
const FLOAT64 = 2;
const TEXT_IN_ORDER = 3;
const TEXT_CONSTANT = 4;
const TEXT_CODES_8 = 5;
const TEXT_CODES_16 = 6;
const TEXT_CODES_32 = 7;
/** Stands for null among 32-bit whole numbers. */
const NULL_INT32 = -2_147_483_648;

/** Appends columns of `rows` values each in the form in which they are spilled; the sink is left at a multiple of eight. */
export function encodeColumns(columns: readonly Column[], rows: number, sink: ByteSink): void {
  sink.align(8);
  sink.u32(rows);
  for (const column of columns) {
    if (column.kind === 'number') encodeNumbers(column.values, sink);
    else encodeTexts(column, sink);
  }
  sink.align(8);
}

/**
 * Reads back columns; what was written as text or bytes comes as either, whichever is asked for. Numbers, codes and bytes may be
 * views of the source, or lie in the arena.
 */
export function decodeColumns<Kind extends Column['kind']>(
  source: ByteSource,
  kinds: readonly Kind[],
  arena = new Arena(),
): { rows: number; columns: Extract<Column, { kind: Kind }>[] } {
  source.align(8);
  const rows = source.u32();
  const columns = kinds.map(
    (kind) => decodeColumn(source, { kind, rows, arena }) as Extract<Column, { kind: Kind }>,
  );
  source.align(8);
  return { rows, columns };
}

function encodeNumbers(values: Float64Array, sink: ByteSink): void {
  let nulls = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const whole = value | 0;
    if (value !== value) nulls++;
    else if (whole !== value || whole === NULL_INT32 || (whole === 0 && Object.is(value, -0))) {
      sink.u32(FLOAT64);
      sink.array(values);
      return;
    }
  }
  if (nulls === values.length) {
    sink.u32(NULLS);
    return;
  }
  sink.u32(INT32);
  const whole32 = sink.i32s(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    whole32[i] = value === value ? value : NULL_INT32;
  }
}

function encodeTexts(column: TextColumn | BytesColumn, sink: ByteSink): void {
  const { codes } = column;
  const count = column.kind === 'text' ? column.values.length : column.ends.length;
  if (count === 0) {
    sink.u32(NULLS);
    return;
  }
  if (count === codes.length && isInOrder(codes)) sink.u32(TEXT_IN_ORDER);
  else if (count === 1 && !codes.includes(0)) sink.u32(TEXT_CONSTANT);
  else if (count < 256) writeCodes(TEXT_CODES_8, new Uint8Array(codes), sink);
  else if (count < 65_536) writeCodes(TEXT_CODES_16, new Uint16Array(codes), sink);
  else writeCodes(TEXT_CODES_32, codes, sink);
  if (column.kind === 'text') sink.texts(column.values);
  else sink.utf8Texts(column.ends, column.bytes);
}

function isInOrder(codes: Uint32Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i] !== i + 1) return false;
  return true;
}

function writeCodes(tag: number, codes: ArrayBufferView, sink: ByteSink): void {
  sink.u32(tag);
  sink.array(codes);
}

interface Wanted {
  kind: Column['kind'];
  rows: number;
  arena: Arena;
}

function decodeColumn(source: ByteSource, { kind, rows, arena }: Wanted): Column {
  const tag = source.u32();
  if (kind === 'text') {
    if (tag === NULLS) return { kind, codes: arena.words(rows).fill(0), values: [] };
    return { kind, codes: readCodes(tag, source, rows, arena), values: source.texts() };
  }
  if (kind === 'bytes') {
    if (tag === NULLS)
      return { kind, codes: arena.words(rows).fill(0), ends: new Uint32Array(), bytes: new Uint8Array() };
    return { kind, codes: readCodes(tag, source, rows, arena), ...source.utf8Texts() };
  }
  if (tag === NULLS) return { kind, values: arena.doubles(rows).fill(Number.NaN) };
  if (tag === FLOAT64) return { kind, values: source.f64s(rows) };
  const whole32 = source.i32s(rows);
  const values = arena.doubles(rows);
  for (let i = 0; i < rows; i++) {
    const value = whole32[i] as number;
    values[i] = value === NULL_INT32 ? Number.NaN : value;
  }
  return { kind, values };
}

function readCodes(tag: number, source: ByteSource, rows: number, arena: Arena): Uint32Array {
  if (tag === TEXT_CODES_32) return source.u32s(rows);
  const codes = arena.words(rows);
  if (tag === TEXT_IN_ORDER) {
    for (let i = 0; i < rows; i++) codes[i] = i + 1;
  } else if (tag === TEXT_CONSTANT) codes.fill(1);
  else codes.set(tag === TEXT_CODES_8 ? source.u8s(rows) : source.u16s(rows));
  return codes;
}
