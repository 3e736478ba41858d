/** Bytes that are copied rather by the runtime than in a loop, as it takes a while to ask for that. */
const LONG = 64;

/**
 * Unpacks what snappy has packed into all of `out` (format_description.txt of snappy). Copies go four bytes at a time, up to three
 * too many, which what follows overwrites. @throws {Error} for what snappy cannot have packed
 */
export function unpackSnappy(input: Uint8Array, out: Uint8Array): void {
  const size = out.length;
  const from = new DataView(input.buffer, input.byteOffset, input.length);
  const to = new DataView(out.buffer, out.byteOffset, size);
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
      if (length > LONG) out.set(input.subarray(at, at + length), end);
      else if (at + length + 3 <= input.length && end + length + 3 <= size) {
        for (let i = 0; i < length; i += 4) to.setInt32(end + i, from.getInt32(at + i, true), true);
      } else for (let i = 0; i < length; i++) out[end + i] = input[at + i] as number;
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
      if (back >= 4 && end + length + 3 <= size) {
        for (let i = end; i < end + length; i += 4) to.setInt32(i, to.getInt32(i - back, true), true);
      } else for (let i = end; i < end + length; i++) out[i] = out[i - back] as number;
    }
    end += length;
  }
  if (end !== size) throw broken();
}

function broken(): Error {
  return new Error('Cannot unpack a page as it must be what snappy packs');
}
