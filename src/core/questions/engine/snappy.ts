/**
 * Unpacks what snappy has packed into all of `out`. What does not repeat itself is copied as a whole (format_description.txt of
 * snappy). @throws {Error} for what snappy cannot have packed
 */
export function unpackSnappy(input: Uint8Array, out: Uint8Array): void {
  const size = out.length;
  let at = 0;
  while ((input[at++] as number) >= 128);
  let end = 0;
  while (at < input.length) {
    const tag = input[at++] as number;
    let length = (tag >>> 2) + 1;
    if ((tag & 3) === 0) {
      if (length > 60) {
        const bytes = length - 60;
        length = 1;
        for (let i = 0; i < bytes; i++) length += (input[at++] as number) * 2 ** (8 * i);
      }
      if (!(at + length <= input.length && end + length <= size)) throw broken();
      if (length > 32) out.set(input.subarray(at, at + length), end);
      else for (let i = 0; i < length; i++) out[end + i] = input[at + i] as number;
      at += length;
    } else {
      let back = input[at++] as number;
      if ((tag & 3) === 1) {
        back |= (tag >>> 5) << 8;
        length = ((tag >>> 2) & 7) + 4;
      } else {
        back |= (input[at++] as number) << 8;
        if ((tag & 3) === 3) {
          back += (input[at++] as number) * 65_536;
          back += (input[at++] as number) * 16_777_216;
        }
      }
      if (!(back > 0 && back <= end && end + length <= size)) throw broken();
      for (let i = 0; i < length; i++) out[end + i] = out[end + i - back] as number;
    }
    end += length;
  }
  if (end !== size) throw broken();
}

function broken(): Error {
  return new Error('Cannot unpack a page as it must be what snappy packs');
}
