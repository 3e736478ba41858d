import { whileHere } from './caller.ts';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Bytes of a body that nobody wants which are taken off the connection, so that it can be used again; a longer body ends it. */
const MOST_DRAINED = 1_000_000;

/** An object without anything in it, which clients send that always send JSON; at most so many bytes of it. */
const NOTHING = /^[ \t\r\n]*\{[ \t\r\n]*\}[ \t\r\n]*$/;
const BEGINS_SO = /^[ \t\r\n]*(?:\{[ \t\r\n]*(?:\}[ \t\r\n]*)?)?$/;
const MOST_NOTHING = 1024;

/** Whether a request has a body with something in it, which `{}` has not. It is not kept. */
export async function hasBody({ body }: Request, signal: AbortSignal): Promise<boolean> {
  if (body === null) return false;
  const reader: Reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (let text = ''; BEGINS_SO.test(text) && text.length <= MOST_NOTHING;) {
      const { done, value } = await whileHere(signal, reader.read());
      if (done) return text !== '' && !NOTHING.test(text);
      text += decoder.decode(value.subarray(0, MOST_NOTHING + 1), { stream: true });
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
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
