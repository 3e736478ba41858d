import { hashWords } from '../../columns/word-hash.ts';
import { decodeText } from '../../sources/bytes.ts';
import type { PieceColumns } from '../piece-columns.ts';
import { EscapedTexts } from './escaped-texts.ts';
import type { PaddedBytes } from './padded-bytes.ts';
import { ItemsReader } from './read-items.ts';
import { TextScan } from './scan-text.ts';
import { Unescaper } from './unescape.ts';
import { UnknownReader } from './unknown-reader.ts';

const QUOTE = 0x22;

/** Reads texts into the row after the last, and takes them back where it has to. */
export class TextReader {
  readonly #input: PaddedBytes;
  readonly #columns: PieceColumns;
  readonly #scan = new TextScan();
  readonly #items = new ItemsReader();
  readonly #unescaper = new Unescaper();
  /** What is in the element at hand beside what we know. */
  readonly unknown = new UnknownReader();
  /** The code that was read last, by column of texts; 0 for one that had escapes. */
  readonly #last: Uint32Array;
  /** Columns whose last text came with the row at hand. */
  readonly #added: Uint8Array;
  #addedCount = 0;
  /** By column, what strings with escapes came to. */
  readonly #escaped: EscapedTexts[];
  /** Those whose last string came with the row at hand. */
  readonly #escapedAdded: EscapedTexts[] = [];

  constructor(input: PaddedBytes, columns: PieceColumns) {
    this.#input = input;
    this.#columns = columns;
    this.#last = new Uint32Array(columns.texts.length);
    this.#added = new Uint8Array(columns.texts.length);
    this.#escaped = columns.texts.map(() => new EscapedTexts());
  }

  /** Starts on another piece. */
  clear(): void {
    this.#last.fill(0);
    this.#addedCount = 0;
    for (const escaped of this.#escaped) escaped.clear();
    this.#escapedAdded.length = 0;
    this.unknown.clear();
  }

  /** Starts on another row. */
  begin(): void {
    this.#addedCount = 0;
    this.#escapedAdded.length = 0;
    this.unknown.begin();
  }

  /** Lets go of the texts that came with the row at hand. */
  undo(): void {
    for (let i = 0; i < this.#addedCount; i++) this.#columns.texts[this.#added[i] as number]!.removeLast();
    for (const escaped of this.#escapedAdded) escaped.removeLast();
    this.#last.fill(0);
    this.#addedCount = 0;
    this.#escapedAdded.length = 0;
    this.unknown.begin();
  }

  /** The code that was read last into a column. */
  last(column: number): number {
    return this.#last[column] as number;
  }

  /** Reads the string from `start` on into a column, and returns the place of the quote that ends it; -1 where it is not plain. */
  readText(column: number, start: number): number {
    const { bytes, view, length } = this.#input;
    const columns = this.#columns;
    const texts = columns.texts[column]!;
    const place = column * columns.capacity + columns.rows;
    const last = this.#last[column] as number;
    if (last !== 0) {
      const end = start + texts.lengthOf(last);
      if (end < length && bytes[end] === QUOTE && texts.matches(last, view, start)) {
        columns.codes[place] = last;
        return end;
      }
    }
    const escaped = this.#escaped[column]!;
    const again = escaped.again(bytes, view, start);
    if (again !== 0) {
      this.#last[column] = 0;
      columns.codes[place] = again;
      return escaped.end;
    }
    const scan = this.#scan;
    const end = scan.run(view, start);
    if (end < 0) return this.#readEscaped(column, start);
    let code = texts.find(view, start, end, scan.hash);
    if (code === 0) {
      if (!scan.ascii && decodeText(bytes.subarray(start, end)) === undefined) return -1;
      code = texts.add(view, start, end, scan.hash);
      this.#added[this.#addedCount++] = column;
    }
    this.#last[column] = code;
    columns.codes[place] = code;
    return end;
  }

  /** The same for what has escapes, and is looked at again where it has none. */
  #readEscaped(column: number, start: number): number {
    const { bytes, view } = this.#input;
    const escaped = this.#escaped[column]!;
    let code = escaped.find(bytes, view, start);
    if (code === 0) {
      code = this.#unescape(column, start);
      if (code === 0) return -1;
      escaped.add(view, start, code);
      this.#escapedAdded.push(escaped);
    }
    const columns = this.#columns;
    this.#last[column] = 0;
    columns.codes[column * columns.capacity + columns.rows] = code;
    return escaped.end;
  }

  /** The code of what the string from `start` on says; 0 where it is not well-formed. */
  #unescape(column: number, start: number): number {
    const text = this.#unescaper;
    if (text.read(this.#input.bytes, start) < 0) return 0;
    const { view, length } = text;
    const texts = this.#columns.texts[column]!;
    const hash = hashWords(view, 0, length);
    const code = texts.find(view, 0, length, hash);
    if (code !== 0) return code;
    if (decodeText(text.bytes.subarray(0, length)) === undefined) return 0;
    this.#added[this.#addedCount++] = column;
    return texts.add(view, 0, length, hash);
  }

  /** The same for texts of which nearly none comes again. */
  readId(column: number, start: number): number {
    const { bytes, view } = this.#input;
    const columns = this.#columns;
    const scan = this.#scan;
    const end = scan.run(view, start);
    if (end < 0 || (!scan.ascii && decodeText(bytes.subarray(start, end)) === undefined)) return -1;
    columns.codes[column * columns.capacity + columns.rows] = columns.texts[column]!.append(view, start, end);
    this.#added[this.#addedCount++] = column;
    return end;
  }

  /** The same for a list of items, from its bracket to after it. */
  readItems(column: number, start: number): number {
    const items = this.#items;
    const end = items.read(this.#input.bytes, start);
    if (end < 0) return -1;
    const columns = this.#columns;
    const texts = columns.texts[column]!;
    const { view, length } = items;
    const hash = hashWords(view, 0, length);
    let code = texts.find(view, 0, length, hash);
    if (code === 0) {
      code = texts.add(view, 0, length, hash);
      this.#added[this.#addedCount++] = column;
    }
    columns.codes[column * columns.capacity + columns.rows] = code;
    return end;
  }

  /** Puts what is in the element at hand beside what we know into a column. */
  readUnknown(column: number): void {
    const columns = this.#columns;
    const texts = columns.texts[column]!;
    const before = texts.size;
    const code = this.unknown.codeIn(texts);
    if (texts.size > before) this.#added[this.#addedCount++] = column;
    columns.codes[column * columns.capacity + columns.rows] = code;
  }
}
