const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** After the quote that ends the string from `start` on; -1 where there is none. What is in the string is looked at by others. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}
