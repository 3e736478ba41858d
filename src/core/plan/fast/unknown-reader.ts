import { ByteDictionary } from '../../columns/byte-dictionary.ts';
import { grown } from '../../columns/grown.ts';
import { copyWords, hashWords, PADDING } from '../../columns/word-hash.ts';
import { decodeText, skipSpace } from '../../sources/bytes.ts';
import { mayHoldSurrogates } from '../../sources/piece-event.ts';
import { hasLongNumber, propertiesOf } from '../../stages/properties.ts';
import { stringEnd } from './string-end.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
/** Levels of brackets that a value may have where it is plain. */
const LEVELS = 2;

/** Collects the members of an element that nobody knows, and says what `properties` holds of them. */
export class UnknownReader {
  /** Whether the element at hand has any. */
  any = false;
  /** Those of the element at hand as they stand in the text, commas between them. */
  #raw = new Uint8Array(1024);
  #view = new DataView(this.#raw.buffer);
  #length = 0;
  /** What was read in this piece, and the code of its properties. */
  readonly #known = new ByteDictionary();
  #codes = new Uint32Array(64);
  #isNew = false;

  /** Starts on another piece. */
  clear(): void {
    this.#known.clear();
    this.begin();
  }

  /** Starts on another element. */
  begin(): void {
    this.any = false;
    this.#length = 0;
    this.#isNew = false;
  }

  /** Lets go of what came with the element at hand. */
  undo(): void {
    if (this.#isNew) this.#known.removeLast();
    this.begin();
  }

  /** Takes the member whose quote stands at a place, and returns where its value ends; -1 where it is not plain. */
  take(bytes: Uint8Array, view: DataView, at: number): number {
    const end = memberEnd(bytes, view, at);
    if (end < 0) return -1;
    this.#reserve(this.#length + end - at + 1);
    if (this.any) this.#raw[this.#length++] = COMMA;
    copyWords(view, at, end, this.#view, this.#length);
    this.#length += end - at;
    this.any = true;
    return end;
  }

  /** The code of the properties of the element at hand in a dictionary of the same piece; 0 where they take thought. */
  codeIn(texts: ByteDictionary): number {
    const hash = hashWords(this.#view, 0, this.#length);
    const known = this.#known.find(this.#view, 0, this.#length, hash);
    if (known !== 0) return this.#codes[known] as number;
    const properties = parse(this.#raw.subarray(0, this.#length));
    if (properties === undefined) return 0;
    const code = texts.codeOf(properties);
    const added = this.#known.add(this.#view, 0, this.#length, hash);
    this.#isNew = true;
    if (added >= this.#codes.length) {
      this.#codes = grown(this.#codes, added * 2);
    }
    this.#codes[added] = code;
    return code;
  }

  #reserve(length: number): void {
    if (length + PADDING <= this.#raw.length) return;
    this.#raw = grown(this.#raw, (length + PADDING) * 2);
    this.#view = new DataView(this.#raw.buffer);
  }
}

function parse(raw: Uint8Array): string | undefined {
  const text = decodeText(raw);
  if (text === undefined || mayHoldSurrogates(text) || hasLongNumber(text)) return undefined;
  try {
    return propertiesOf(JSON.parse(`{${text}}`) as object);
  } catch {
    return undefined;
  }
}

/** Where the value of a member ends; what is between is looked at by others. A key with an escape may be one that is known. */
function memberEnd(bytes: Uint8Array, view: DataView, start: number): number {
  const key = stringEnd(bytes, view, start + 1);
  if (key < 0) return -1;
  for (let at = start; at < key; at++) if (bytes[at] === BACKSLASH) return -1;
  const colon = skipSpace(bytes, key);
  if (bytes[colon] !== COLON) return -1;
  return valueEnd(bytes, view, skipSpace(bytes, colon + 1));
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
