import type { ParquetType } from 'hyparquet';

const TWO_32 = 2 ** 32;

/** Numbers as PLAIN, little-endian: those of INT64 are whole and within 2^53. */
export function plainNumbers(values: Float64Array, type: ParquetType): Uint8Array {
  const width = type === 'INT32' ? 4 : 8;
  const body = new Uint8Array(values.length * width);
  const view = new DataView(body.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (type === 'DOUBLE') view.setFloat64(i * 8, value, true);
    else if (type === 'INT32') view.setInt32(i * 4, value, true);
    else {
      view.setUint32(i * 8, value >>> 0, true);
      view.setInt32(i * 8 + 4, Math.floor(value / TWO_32), true);
    }
  }
  return body;
}
