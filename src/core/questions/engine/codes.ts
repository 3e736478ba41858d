/** Numbers of values in a list, in an array as narrow as the largest of them lets it be. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Room for the codes of `rows` texts or numbers, none of them above `most`. */
export function codesFor(most: number, rows: number): Codes {
  if (most < 256) return new Uint8Array(rows);
  return most < 65_536 ? new Uint16Array(rows) : new Uint32Array(rows);
}
