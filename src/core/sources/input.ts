/** Something to read: a file, an upload, bytes in memory. Zip archives need `read`, everything else streams. */
export interface Input {
  /** As the caller gave it: what errors and places name. */
  readonly name: string;
  /** In bytes, before any decompression. */
  readonly size: number;
  /** All bytes in chunks of any size, each good until the next is asked for; stops with the signal's reason. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** The bytes from `start` to `end` (exclusive); fewer where the input ends before. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** An input that lies in memory; `chunkBytes` is how much of it a chunk of its stream holds. */
export function inputFromBytes(name: string, bytes: Uint8Array, chunkBytes = 65_536): Input {
  return {
    name,
    size: bytes.length,
    async *stream(signal) {
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        signal?.throwIfAborted();
        yield bytes.subarray(start, start + chunkBytes);
      }
    },
    async read(start, end) {
      return bytes.slice(start, end);
    },
  };
}
