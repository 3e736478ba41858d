import { TextBuffer } from './text-buffer.ts';

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
 * commas before every element but the first, of the whole or of the part. Objects are written by JSON.stringify, texts as they are.
 * Memory: the text.
 */
export class ElementText {
  /** Elements so far. */
  count = 0;
  readonly #shape: TextShape;
  readonly #part: TextPart;
  readonly #text: TextBuffer;

  /** A part that is not the first must follow one with an element in it. What does not fit in the room gets other room. */
  constructor(shape: TextShape, part: TextPart, room: Uint8Array) {
    this.#shape = shape;
    this.#part = part;
    this.#text = new TextBuffer(room);
    if (shape === 'array' && part.isFirst) this.#text.ascii('[\n');
  }

  /** Appends an element, and returns the byte of the part at which it starts. */
  add(element: object | string): number {
    const text = this.begin();
    const start = text.length;
    text.text(typeof element === 'string' ? element : JSON.stringify(element));
    this.end();
    return start;
  }

  /** Begins an element, and returns where somebody else writes it before it is ended. */
  begin(): TextBuffer {
    const isFirst = this.count === 0 && (this.#part.isFirst || this.#shape === 'elements');
    if (this.#shape !== 'lines' && !isFirst) this.#text.ascii(',\n');
    this.count++;
    return this.#text;
  }

  end(): void {
    if (this.#shape === 'lines') this.#text.ascii('\n');
  }

  /** The text of the part; nothing may be added after it. */
  finish(): Uint8Array {
    if (this.#shape === 'array' && this.#part.isLast) this.#text.ascii('\n]\n');
    return this.#text.bytes();
  }
}
