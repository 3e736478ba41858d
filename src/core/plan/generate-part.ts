import { arrivals } from '../sources/generate.ts';
import type { Slice } from '../sources/shopper/sendings.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import { ElementText, type TextPart, type TextShape } from '../sinks/element-text.ts';
import { WireText } from '../sinks/wire-text.ts';
import type { TruthLine } from '../truth.ts';
import type { WireEvent } from '../wire-event.ts';

/** A part of a generated file. */
export interface GeneratedPart {
  text: Uint8Array<ArrayBuffer>;
  elements: number;
  /** The faults in it; positions and offsets count from the start of the part. */
  truth: TruthLine[];
}

export interface GeneratePartOptions {
  shape: TextShape;
  part: TextPart;
  /** Is shown every event once, in order of arrival. */
  onEvent?: (event: WireEvent) => void;
  signal?: AbortSignal;
}

/** Makes the part of a file that holds what arrives within a slice. Memory: the part. */
export async function generatePart(
  shop: Shop,
  slice: Slice,
  { shape, part, onEvent, signal }: GeneratePartOptions,
): Promise<GeneratedPart> {
  const text = new ElementText(shape, part);
  const writer = new WireText();
  const truth: TruthLine[] = [];
  for await (const batch of arrivals(shop, { slice, ...(signal !== undefined && { signal }) })) {
    for (const { event, element, fault } of batch) {
      const position = text.count;
      const offset = element === event ? text.addEvent(event, writer) : text.add(element);
      if (fault !== null)
        truth.push({ event_id: event.event_id, ...fault, position, offset, original: event });
      const isCopy = fault?.kind === 'duplicate' || fault?.kind === 'conflict';
      if (!isCopy) onEvent?.(event);
    }
  }
  return { text: text.finish(), elements: text.count, truth };
}
