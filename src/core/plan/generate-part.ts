import type { ShopRows } from '../aggregates/shop/rows.ts';
import { breathe } from '../flow.ts';
import { ElementText, type TextPart, type TextShape } from '../sinks/element-text.ts';
import { arrivalMaker } from '../sources/generate.ts';
import type { Sending } from '../sources/shopper/faults.ts';
import { type Slice, sendings } from '../sources/shopper/sendings.ts';
import type { Shop } from '../sources/shopper/shop.ts';
import type { TruthLine } from '../truth.ts';
import { VisitRows } from './visit-rows.ts';
import { VisitText } from './visit-text.ts';

/** Makes a gzip member of a text. */
export type Compress = (text: Uint8Array) => Promise<Uint8Array>;

/** Which part of a file is wanted, and how. */
export interface PartWish {
  slice: Slice;
  shape: TextShape;
  part: TextPart;
  isPacked: boolean;
  /** Where the text may be put, which others may share; null for memory of its own. */
  room: Uint8Array | null;
}

/** A part of a generated file. */
export interface MadePart {
  text: Uint8Array;
  /** The text as a gzip member; null where that is not wanted, or there is none. */
  packed: Uint8Array | null;
  elements: number;
  /** The faults in it; positions and offsets count from the start of the part. */
  truth: TruthLine[];
  /** Every event once, in order of arrival. */
  rows: ShopRows;
}

interface Writing {
  text: ElementText;
  rows: VisitRows;
  truth: TruthLine[];
}

/** Room for some 20,000 events, and for what they are packed to. */
export const PART_BYTES = 18_000_000;
const BREATHE_EVERY = 8;

/**
 * Makes the function that makes parts of a file: what arrives within a slice. Steps that nothing befell go into text as they are;
 * the others become events first. A part is compressed while the next one is made. Memory: the part.
 */
export function partMaker(
  shop: Shop,
  compress: Compress | undefined,
): (wish: PartWish, signal?: AbortSignal) => Promise<MadePart> {
  const arrive = arrivalMaker(shop);
  const writer = new VisitText(shop);
  let turn: Promise<unknown> = Promise.resolve();

  /** By itself, as code that waits is slower. */
  function writeAll(sent: readonly Sending[], { text, rows, truth }: Writing): void {
    for (const sending of sent) {
      const { visit, step } = sending;
      if (sending.fault === null) {
        writer.write(visit, step, text.begin());
        text.end();
      } else {
        const position = text.count;
        const { event, element, fault } = arrive(sending);
        const offset = text.add(element);
        if (fault !== null)
          truth.push({ event_id: event.event_id, ...fault, position, offset, original: event });
      }
      const isCopy = sending.fault === 'duplicate' || sending.fault === 'conflict';
      if (!isCopy) rows.add(visit, step);
    }
  }

  async function write(
    { slice, shape, part, room }: PartWish,
    signal: AbortSignal | undefined,
  ): Promise<Omit<MadePart, 'packed'>> {
    const text = new ElementText(shape, part, room ?? new Uint8Array(PART_BYTES));
    const writing: Writing = { text, rows: new VisitRows(), truth: [] };
    let buckets = 0;
    for (const bucket of sendings(shop, slice)) {
      signal?.throwIfAborted();
      writeAll(bucket, writing);
      if (++buckets % BREATHE_EVERY === 0) await breathe();
    }
    const { rows, truth } = writing;
    return { text: text.finish(), elements: text.count, truth, rows: rows.finish() };
  }

  return async (wish, signal) => {
    const writing = turn.then(() => write(wish, signal));
    turn = writing.catch(() => {});
    const made = await writing;
    if (!wish.isPacked || made.text.length === 0) return { ...made, packed: null };
    if (compress === undefined)
      throw new Error('Cannot compress a part as there must be a way to: there is none');
    return { ...made, packed: await compress(made.text) };
  };
}
