import type { ShopRows } from '../aggregates/shop/rows.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import type { FaultKind, TruthLine } from '../truth.ts';
import { generateParts, type GeneratePartsOptions } from './generate-parts.ts';
import type { Hasher } from './hashing.ts';

/** What a generated text came to. */
export interface TextCounts {
  elements: number;
  /** Before it is compressed. */
  bytes: number;
  faults: Partial<Record<FaultKind, number>>;
}

export interface GenerateTextOptions extends GeneratePartsOptions {
  /** Of the whole text, before it is compressed. */
  hasher?: Hasher;
  /** Is shown every event once, in order of arrival, as what reports count of it. */
  onRows?: (rows: ShopRows) => void;
  /** Is given the faults of each part, with places in the whole text; the next part waits for it. */
  onTruth?: (lines: readonly TruthLine[]) => Promise<void>;
  /** Is told how many elements are made. */
  onProgress?: (elements: number) => void;
}

/**
 * The text of a run, or of some parts of it, in parts that are never empty, UTF-8 or gzip members. Where it is cut follows from the
 * options of the run, so that it is the same bytes however many threads make it. Returns what it came to. Memory: that of the parts.
 */
export async function* generateText(
  shop: Shop,
  { hasher, onRows, onTruth, onProgress, ...options }: GenerateTextOptions,
): AsyncGenerator<Uint8Array, TextCounts, undefined> {
  const counts: TextCounts = { elements: 0, bytes: 0, faults: {} };
  for await (const { text, packed, elements, truth, rows } of generateParts(shop, options)) {
    for (const line of truth) {
      line.position += counts.elements;
      line.offset += counts.bytes;
      counts.faults[line.kind] = (counts.faults[line.kind] ?? 0) + 1;
    }
    if (truth.length > 0) await onTruth?.(truth);
    counts.elements += elements;
    counts.bytes += text.length;
    hasher?.update(text);
    onRows?.(rows);
    if (text.length > 0) yield packed ?? text;
    onProgress?.(counts.elements);
  }
  return counts;
}
