import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { hashWords } from '../../columns/word-hash.ts';
import { decodeText } from '../../sources/bytes.ts';
import { mayHoldSurrogates } from '../../sources/piece-event.ts';
import { hasLongNumber, jsonOf } from '../../stages/properties.ts';
import type { PaddedText } from './padded-text.ts';

/** Values that are remembered from piece to piece, and their bytes. */
const MOST_VALUES = 16_384;
const MOST_BYTES = 1_048_576;

/** What values came to as JSON text, by how they stand in the text: most of them come again. */
export class ValueTexts {
  readonly #known = new ByteDictionary();
  /** By the same codes, what they came to. */
  readonly #texts = new ByteDictionary();

  /** Starts on another piece. */
  clear(): void {
    const bytes = this.#known.ends[this.#known.size] as number;
    if (this.#known.size <= MOST_VALUES && bytes <= MOST_BYTES) return;
    this.#known.clear();
    this.#texts.clear();
  }

  /** Appends what the value in bytes[start, end) comes to; false where it takes thought. */
  append(bytes: Uint8Array, view: DataView, start: number, end: number, to: PaddedText): boolean {
    const hash = hashWords(view, start, end);
    let code = this.#known.find(view, start, end, hash);
    if (code === 0) {
      const text = parse(bytes.subarray(start, end));
      if (text === undefined) return false;
      code = this.#known.add(view, start, end, hash);
      this.#texts.appendText(text);
    }
    const { ends, view: texts } = this.#texts;
    to.append(texts, ends[code - 1] as number, ends[code] as number);
    return true;
  }
}

function parse(raw: Uint8Array): string | undefined {
  const text = decodeText(raw);
  if (text === undefined || mayHoldSurrogates(text) || hasLongNumber(text)) return undefined;
  try {
    return jsonOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
