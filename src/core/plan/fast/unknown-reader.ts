import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { grown } from '../../columns/grown.ts';
import { hashWords } from '../../columns/word-hash.ts';
import { decodeText, skipSpace } from '../../sources/bytes.ts';
import { PaddedText } from './padded-text.ts';
import { plainEnd } from './plain-value.ts';
import { TextScan } from './scan-text.ts';
import { stringEnd } from './string-end.ts';
import { ValueTexts } from './value-texts.ts';

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** Levels of brackets that a value may have where it is plain. */
const LEVELS = 2;
/** Keys that are remembered from piece to piece, and their bytes. */
const MOST_KEYS = 4096;
const MOST_BYTES = 1_048_576;
/** Objects have such keys before all others. */
const INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** Writes down the members of an element that nobody knows as `properties` holds them. */
export class UnknownReader {
  /** Whether the element at hand has any. */
  any = false;
  /** Those of the element at hand, as JSON without the last brace. */
  readonly #text = new PaddedText();
  readonly #values = new ValueTexts();
  readonly #scan = new TextScan();
  readonly #keys = new ByteDictionary();
  /** By code of a key, the element that had it last. */
  #elements = new Float64Array(64);
  #element = 0;

  /** Starts on another piece. */
  clear(): void {
    this.#values.clear();
    const { size, ends } = this.#keys;
    if (size > MOST_KEYS || (ends[size] as number) > MOST_BYTES) this.#keys.clear();
    this.begin();
  }

  /** Starts on another element. */
  begin(): void {
    this.any = false;
    this.#text.length = 0;
    this.#element++;
  }

  /** Takes the member whose quote stands at a place, and returns where its value ends; -1 where it is not plain. */
  take(bytes: Uint8Array, view: DataView, at: number): number {
    // A key with an escape may be one that is known.
    const quote = this.#scan.run(view, at + 1);
    if (quote < 0 || !this.#isNew(bytes, view, at + 1, quote)) return -1;
    const colon = skipSpace(bytes, quote + 1);
    if (bytes[colon] !== COLON) return -1;
    const text = this.#text;
    text.put(this.any ? COMMA : OPEN);
    text.append(view, at, quote + 1);
    text.put(COLON);
    this.any = true;
    const start = skipSpace(bytes, colon + 1);
    let end = plainEnd(bytes, view, start, this.#scan);
    if (end >= 0) {
      text.append(view, start, end);
      return end;
    }
    end = valueEnd(bytes, view, start);
    return end >= 0 && this.#values.append(bytes, view, start, end, text) ? end : -1;
  }

  /** The code of the properties of the element at hand in a dictionary. */
  codeIn(texts: ByteDictionary): number {
    const text = this.#text;
    text.put(CLOSE);
    const { view, length } = text;
    const hash = hashWords(view, 0, length);
    return texts.find(view, 0, length, hash) || texts.add(view, 0, length, hash);
  }

  /** Whether the key that was scanned is the first of its name in the element, and stands where objects have it too. */
  #isNew(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
    const keys = this.#keys;
    let code = keys.find(view, start, end, this.#scan.hash);
    if (code === 0) {
      const key = decodeText(bytes.subarray(start, end));
      if (key === undefined || INDEX.test(key)) return false;
      code = keys.add(view, start, end, this.#scan.hash);
      if (code >= this.#elements.length) this.#elements = grown(this.#elements, code * 2);
    }
    if (this.#elements[code] === this.#element) return false;
    this.#elements[code] = this.#element;
    return true;
  }
}

function valueEnd(bytes: Uint8Array, view: DataView, start: number): number {
  let level = 0;
  for (let at = start; at < bytes.length;) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(bytes, view, at + 1);
      if (at < 0) return -1;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++level > LEVELS) return -1;
      at++;
      continue;
    } else if (level === 0) return literalEnd(bytes, at);
    else {
      if (byte === 0x7d || byte === 0x5d) level--;
      at++;
    }
    if (level === 0) return at;
  }
  return -1;
}

/** The end of a number or of a word, which is not empty. */
function literalEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte <= 0x20 || byte === COMMA || byte === 0x7d || byte === 0x5d) break;
  }
  return at === start ? -1 : at;
}
