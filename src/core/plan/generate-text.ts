import { cutSlices } from '../sources/generate.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import type { TextShape } from '../sinks/element-text.ts';
import type { FaultKind, TruthLine } from '../truth.ts';
import type { WireEvent } from '../wire-event.ts';
import { generatePart } from './generate-part.ts';
import type { Hasher } from './hashing.ts';

/** Events of a part, about: its text is held in memory, once more while it is compressed. */
const PART = 20_000;

/** What a generated text came to. */
export interface TextCounts {
  elements: number;
  bytes: number;
  faults: Partial<Record<FaultKind, number>>;
}

export interface GenerateTextOptions {
  shape: TextShape;
  /** Parts to make, `to` exclusive. @default all */
  parts?: { from: number; to: number };
  /** Of the whole text. */
  hasher?: Hasher;
  /** Is shown every event once, in order of arrival. */
  onEvent?: (event: WireEvent) => void;
  /** Is given the faults of each part, with places in the whole text; the next part waits for it. */
  onTruth?: (lines: readonly TruthLine[]) => Promise<void>;
  /** Is told how many elements are made. */
  onProgress?: (elements: number) => void;
  signal?: AbortSignal;
}

/** How many parts the text of a run has; some of them may come to nothing. */
export function countParts({ scenario }: Shop): number {
  return Math.ceil(scenario.count / PART);
}

/**
 * The text of a run, or of some parts of it, in parts that are never empty, UTF-8. Where it is cut follows from the options of
 * the run. Returns what it came to. Memory: a part.
 */
export async function* generateText(
  shop: Shop,
  options: GenerateTextOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, TextCounts, undefined> {
  const { shape, hasher, onEvent, onTruth, onProgress, signal } = options;
  const slices = cutSlices(shop, countParts(shop));
  const { from, to } = options.parts ?? { from: 0, to: slices.length };
  const counts: TextCounts = { elements: 0, bytes: 0, faults: {} };
  for (const [index, slice] of slices.entries()) {
    if (index < from || index >= to) continue;
    const part = await generatePart(shop, slice, {
      shape,
      part: { isFirst: index === 0, isLast: index === slices.length - 1 },
      ...(onEvent !== undefined && { onEvent }),
      ...(signal !== undefined && { signal }),
    });
    for (const line of part.truth) {
      line.position += counts.elements;
      line.offset += counts.bytes;
      counts.faults[line.kind] = (counts.faults[line.kind] ?? 0) + 1;
    }
    if (part.truth.length > 0) await onTruth?.(part.truth);
    counts.elements += part.elements;
    counts.bytes += part.text.length;
    hasher?.update(part.text);
    if (part.text.length > 0) yield part.text;
    onProgress?.(counts.elements);
  }
  return counts;
}
