const encoder = new TextEncoder();
/** Room for some 20,000 events. */
const FIRST_CAPACITY = 1 << 24;
const LINE_END = 10;

/**
 * How elements stand in a file: a JSON array, or NDJSON; one element a line either way. `elements` is what stands between the
 * brackets of an array; its parts stand alone, without the commas between them.
 */
export type TextShape = 'array' | 'lines' | 'elements';

/** Which part of a file a text is. */
export interface TextPart {
  isFirst: boolean;
  isLast: boolean;
}

/**
 * Elements as UTF-8 text, in parts that make a whole file one after another: brackets stand in the first and the last part,
 * commas before every element but the first, of the whole or of the part. Objects are written by JSON.stringify, texts as they are. Memory: the text.
 */
export class ElementText {
  /** Elements so far. */
  count = 0;
  readonly #shape: TextShape;
  readonly #part: TextPart;
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  /** A part that is not the first must follow one with an element in it. */
  constructor(shape: TextShape, part: TextPart) {
    this.#shape = shape;
    this.#part = part;
    if (shape === 'array' && part.isFirst) this.#ascii('[\n');
  }

  /** Appends an element, and returns the byte of the part at which it starts. */
  add(element: object | string): number {
    const text = typeof element === 'string' ? element : JSON.stringify(element);
    const isFirst = this.count === 0 && (this.#part.isFirst || this.#shape === 'elements');
    if (this.#shape !== 'lines' && !isFirst) this.#ascii(',\n');
    this.count++;
    const start = this.#length;
    this.#ensure(text.length * 3 + 1);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(start)).written;
    if (this.#shape === 'lines') this.#bytes[this.#length++] = LINE_END;
    return start;
  }

  /** The text of the part; nothing may be added after it. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#shape === 'array' && this.#part.isLast) this.#ascii('\n]\n');
    return this.#bytes.subarray(0, this.#length);
  }

  #ascii(text: string): void {
    this.#ensure(text.length);
    for (let at = 0; at < text.length; at++) this.#bytes[this.#length++] = text.charCodeAt(at);
  }

  #ensure(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
