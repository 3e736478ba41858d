type GrowingArray =
  | Uint8Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/**
 * A longer array with the values of one, zeros after them. Where the old one is all of its buffer its memory is given back at
 * once instead of when garbage is next collected: it and its views are empty from then on.
 */
export function grown<Values extends GrowingArray>(values: Values, length: number): Values {
  const Values = values.constructor as new (from: ArrayBuffer | number) => Values;
  if (isWhole(values)) return new Values(values.buffer.transfer(length * values.BYTES_PER_ELEMENT));
  const longer = new Values(length);
  longer.set(values);
  return longer;
}

/** Lets go of an array. Where it is all of its buffer its memory is given back at once: it and its views are empty from then on. */
export function discard(values: GrowingArray): void {
  if (isWhole(values)) values.buffer.transfer(0);
}

/** Arenas keep a few bytes of their buffers to themselves, so that none of their arrays is whole. */
function isWhole({ buffer, byteLength }: GrowingArray): boolean {
  return buffer.byteLength === byteLength;
}
