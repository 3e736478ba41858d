/** Compresses each part while the next one is made, and returns what the parts came to. Memory: two parts. */
export async function* packed<Counts>(
  parts: AsyncGenerator<Uint8Array<ArrayBuffer>, Counts>,
  compress: (text: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, Counts, undefined> {
  let packing: Promise<Uint8Array> | undefined;
  for (;;) {
    const { value, done } = await parts.next();
    if (packing !== undefined) yield await packing;
    if (done) return value;
    packing = compress(value);
    // Awaited after the next part; should that fail first, nobody asks any more.
    packing.catch(() => {});
  }
}
