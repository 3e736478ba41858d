import { ByteSink, ByteSource } from './byte-sink.ts';
import type { Column, TextColumn } from './column.ts';

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

/** Reads back columns of the kinds that were written. Numbers and codes may be views of the source. */
export function decodeColumns(
  source: ByteSource,
  kinds: readonly Column['kind'][],
): { rows: number; columns: Column[] } {
  source.align(8);
  const rows = source.u32();
  const columns = kinds.map((kind) => decodeColumn(source, kind, rows));
  source.align(8);
  return { rows, columns };
}

function encodeNumbers(values: Float64Array, sink: ByteSink): void {
  let nulls = 0;
  let whole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== value) nulls++;
    else if ((value | 0) !== value || value === NULL_INT32 || Object.is(value, -0)) {
      whole = false;
      break;
    }
  }
  if (!whole) {
    sink.u32(FLOAT64);
    sink.array(values);
  } else if (nulls === values.length) {
    sink.u32(NULLS);
  } else {
    sink.u32(INT32);
    const whole32 = new Int32Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      whole32[i] = value === value ? value : NULL_INT32;
    }
    sink.array(whole32);
  }
}

function encodeTexts({ codes, values }: TextColumn, sink: ByteSink): void {
  if (values.length === 0) {
    sink.u32(NULLS);
    return;
  }
  const inOrder = values.length === codes.length && codes.every((code, i) => code === i + 1);
  if (inOrder) sink.u32(TEXT_IN_ORDER);
  else if (values.length === 1 && codes.every((code) => code === 1)) sink.u32(TEXT_CONSTANT);
  else if (values.length < 256) writeCodes(TEXT_CODES_8, Uint8Array.from(codes), sink);
  else if (values.length < 65_536) writeCodes(TEXT_CODES_16, Uint16Array.from(codes), sink);
  else writeCodes(TEXT_CODES_32, codes, sink);
  sink.texts(values);
}

function writeCodes(tag: number, codes: ArrayBufferView, sink: ByteSink): void {
  sink.u32(tag);
  sink.array(codes);
}

function decodeColumn(source: ByteSource, kind: Column['kind'], rows: number): Column {
  const tag = source.u32();
  if (kind === 'text') {
    if (tag === NULLS) return { kind, codes: new Uint32Array(rows), values: [] };
    return { kind, codes: readCodes(tag, source, rows), values: source.texts() };
  }
  if (tag === NULLS) return { kind, values: new Float64Array(rows).fill(Number.NaN) };
  if (tag === FLOAT64) return { kind, values: source.f64s(rows) };
  const whole32 = source.i32s(rows);
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const value = whole32[i] as number;
    values[i] = value === NULL_INT32 ? Number.NaN : value;
  }
  return { kind, values };
}

function readCodes(tag: number, source: ByteSource, rows: number): Uint32Array {
  if (tag === TEXT_IN_ORDER) {
    const codes = new Uint32Array(rows);
    for (let i = 0; i < rows; i++) codes[i] = i + 1;
    return codes;
  }
  if (tag === TEXT_CONSTANT) return new Uint32Array(rows).fill(1);
  if (tag === TEXT_CODES_8) return Uint32Array.from(source.u8s(rows));
  if (tag === TEXT_CODES_16) return Uint32Array.from(source.u16s(rows));
  return source.u32s(rows);
}
