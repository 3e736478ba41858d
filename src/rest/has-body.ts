type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Bytes of a body that nobody wants which are taken off the connection, so that it can be used again; a longer body ends it. */
const MOST_DRAINED = 1_000_000;

/** Whether a request has a body with something in it. It is not kept. */
export async function hasBody({ body }: Request, signal: AbortSignal): Promise<boolean> {
  if (body === null) return false;
  const reader: Reader = body.getReader();
  const gone = Promise.withResolvers<never>();
  const go = (): void => gone.reject(signal.reason as Error);
  signal.addEventListener('abort', go, { once: true });
  if (signal.aborted) go();
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), gone.promise]);
      if (done) return false;
      if (value.length > 0) break;
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', go);
  }
  // The answer does not wait for it. It fails when the caller leaves, which is nobody's fault.
  drain(reader).catch(() => {});
  return true;
}

async function drain(reader: Reader): Promise<void> {
  for (let bytes = 0; bytes < MOST_DRAINED;) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.length;
  }
  await reader.cancel();
}
