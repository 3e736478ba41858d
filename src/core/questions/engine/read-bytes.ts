import type { BytesColumn } from './columns.ts';
import { type Chunk, pagesOf, UnknownPageError } from './pages.ts';
import { readTexts } from './read-values.ts';

const NO_LEVELS = { definition: 0, repetition: 0 };

/** A column of texts that hardly ever occur twice, none of them null, from its chunks, one a row group. */
export function readBytes(chunks: readonly Chunk[], rows: number): BytesColumn {
  const pages: { bytes: Uint8Array; starts: Uint32Array; lengths: Uint32Array }[] = [];
  let size = 0;
  for (const chunk of chunks) {
    for (const page of pagesOf(chunk, NO_LEVELS)) {
      if (page.kind === 'dictionary') throw new UnknownPageError('Cannot read ids of a dictionary');
      const bytes = page.unpackBytes().slice();
      const { starts, lengths } = readTexts(page, bytes);
      for (const length of lengths) size += length;
      pages.push({ bytes, starts, lengths });
    }
  }
  const offsets = new Uint32Array(rows + 1);
  const [only] = pages;
  if (only !== undefined && pages.length === 1 && isRun(only)) {
    // The page is nobody else's: its end need not be copied.
    const start = only.starts[0] ?? 0;
    for (let i = 0, at = 0; i < only.lengths.length; i++) offsets[i + 1] = at += only.lengths[i] as number;
    return { kind: 'bytes', bytes: only.bytes.subarray(start, start + size), offsets };
  }
  const bytes = new Uint8Array(size);
  let row = 0;
  let at = 0;
  for (const { bytes: from, starts, lengths } of pages) {
    // Texts that lie one after another are copied at once.
    for (let i = 0; i < starts.length;) {
      const start = starts[i] as number;
      let end = start;
      for (; i < starts.length && starts[i] === end; i++) {
        end += lengths[i] as number;
        offsets[++row] = at + end - start;
      }
      bytes.set(from.subarray(start, end), at);
      at += end - start;
    }
  }
  return { kind: 'bytes', bytes, offsets };
}

/** Whether texts lie one after another. */
function isRun({ starts, lengths }: { starts: Uint32Array; lengths: Uint32Array }): boolean {
  for (let i = 1; i < starts.length; i++) {
    if (starts[i] !== (starts[i - 1] as number) + (lengths[i - 1] as number)) return false;
  }
  return true;
}
