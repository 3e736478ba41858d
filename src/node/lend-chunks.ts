/**
 * Hands on Node's chunks as plain arrays, as those of Buffer copy nothing with `slice`, each good until the next is asked for. Its
 * memory is given back then: the garbage collector would take so much of it for the reason to look through all else.
 */
export async function* lendChunks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { buffer, byteOffset, byteLength } of chunks) {
    yield new Uint8Array(buffer, byteOffset, byteLength);
    // Of the chunks in a buffer the last. Small ones may lie in the memory that Node keeps for all, which cannot be given back.
    const isLast = byteOffset + byteLength === buffer.byteLength;
    if (isLast && buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
  }
}
