/** Decompresses exactly one deflate stream; what the source throws is thrown as it is, anything else is an InflateError. */
export async function* inflateRaw(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = bytes[Symbol.asyncIterator]();
  let failure: { error: unknown } | undefined;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done === true) controller.close();
        else controller.enqueue(value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    async cancel() {
      await source.return?.();
    },
  });
  const plain = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await plain.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (failure) throw failure.error;
    throw new InflateError('Cannot inflate as one whole deflate stream is wanted: it is broken', { cause });
  } finally {
    await plain.cancel().catch(() => {});
  }
}

/** The bytes are no whole deflate stream. */
export class InflateError extends Error {
  override name = 'InflateError';
}
