import type { Shop } from '../sources/shopper/shop.ts';
import type { Storage } from '../storage/storage.ts';
import type { Compress } from './generate-part.ts';
import { countParts } from './generate-parts.ts';
import { generateText, type TextCounts } from './generate-text.ts';
import { SEPARATOR } from './raw-file.ts';
import type { FileSegment } from './segments.ts';
import { once } from './task.ts';

/** Parts of text that one task makes, so that little is lost when it is killed: about 200,000 events. */
const PARTS = 10;

export interface GenerateSlicesOptions {
  /** Makes a gzip member of each part. */
  compress: Compress;
  /** Parts of a task; the bytes do not depend on it. @default 10 */
  sliceParts?: number | undefined;
  /** Is told how many events are made. */
  onEvents?: (events: number) => void;
  signal?: AbortSignal | undefined;
}

/** What a task has written. */
interface SliceSummary {
  events: number;
  /** Of its file. */
  bytes: number;
}

/**
 * Generates the elements of a raw file, some parts a task: gzip members, with a separator between each two. Returns the files
 * that have something in them, in order. Memory: two parts.
 */
export async function generateSlices(
  shop: Shop,
  temp: Storage,
  { compress, sliceParts = PARTS, onEvents, signal }: GenerateSlicesOptions,
): Promise<FileSegment[]> {
  const parts = countParts(shop);
  const files: FileSegment[] = [];
  const rooms: (Uint8Array | null)[] = [];
  let events = 0;
  for (let from = 0; from < parts; from += sliceParts) {
    signal?.throwIfAborted();
    const range = { from, to: Math.min(parts, from + sliceParts) };
    const id = `generated/${range.from}-${range.to}`;
    const path = `${id}.gz`;
    const makeSlice = async (): Promise<SliceSummary> => {
      const text = generateText(shop, {
        shape: 'elements',
        parts: range,
        compress,
        rooms,
        onProgress: (made) => onEvents?.(events + made),
        signal,
      });
      const counts = { events: 0 };
      const bytes = await temp.write(path, members(text, counts), { durable: false });
      return { ...counts, bytes };
    };
    const isThere = async ({ bytes }: SliceSummary): Promise<boolean> =>
      (await temp.stat(path))?.size === bytes;
    const slice = await once(temp, id, makeSlice, isThere);
    if (slice.bytes > 0) files.push({ storage: temp, path, size: slice.bytes });
    onEvents?.((events += slice.events));
  }
  return files;
}

/** Members with separators between them; what they hold is counted when all are through. */
async function* members(
  parts: AsyncGenerator<Uint8Array, TextCounts, undefined>,
  counts: { events: number },
): AsyncGenerator<Uint8Array> {
  async function* counted(): AsyncGenerator<Uint8Array> {
    counts.events = (yield* parts).elements;
  }
  let isFirst = true;
  for await (const member of counted()) {
    if (!isFirst) yield SEPARATOR;
    isFirst = false;
    yield member;
  }
}
