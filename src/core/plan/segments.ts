import type { Input } from '../sources/input.ts';
import type { Storage } from '../storage/storage.ts';

/** Bytes that are part of a longer stretch: some at hand, or a file from its start to `size`. */
export type Segment = Uint8Array | FileSegment;

export interface FileSegment {
  storage: Storage;
  path: string;
  /** Bytes. */
  size: number;
}

/** The bytes of segments one after another, a block at a time; stops with the signal's reason. */
export async function* readSegments(
  segments: readonly Segment[],
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (const segment of segments) {
    signal?.throwIfAborted();
    if (segment instanceof Uint8Array) {
      yield segment;
      continue;
    }
    const { storage, path, size } = segment;
    for await (const block of storage.readStream(path, { start: 0, end: size })) {
      signal?.throwIfAborted();
      yield block;
    }
  }
}

/** Segments as one input. */
export function inputFromSegments(name: string, segments: readonly Segment[]): Input {
  const size = segments.reduce((sum, segment) => sum + sizeOf(segment), 0);
  return {
    name,
    size,
    stream: (signal) => readSegments(segments, signal),
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      let at = 0;
      for (const segment of segments) {
        const from = Math.max(start - at, 0);
        const to = Math.min(end - at, sizeOf(segment));
        if (from < to) bytes.set(await readRange(segment, from, to), at + from - start);
        at += sizeOf(segment);
      }
      return bytes;
    },
  };
}

function readRange(segment: Segment, start: number, end: number): Promise<Uint8Array> | Uint8Array {
  if (segment instanceof Uint8Array) return segment.subarray(start, end);
  return segment.storage.read(segment.path, { start, end });
}

function sizeOf(segment: Segment): number {
  return segment instanceof Uint8Array ? segment.length : segment.size;
}
