/** Kinds of fields in Thrift's compact protocol. */
const [STOP, TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT] = [0, 1, 2, 3, 7, 8, 9, 10, 12];

const CUT = 'Cannot read Thrift as it must not end in the midst';

/**
 * Reads structs of Thrift's compact protocol from `at` on, field by field: `for (let id = 0; reader.next(id);) { id = reader.id; ... }`
 * with a read of the value, or a `skip`, for each of them. Whole numbers are exact below 2^53. @throws {Error} past the end
 */
export class ThriftReader {
  at: number;
  /** Of the field that was come to last. */
  id = 0;
  readonly #bytes: Uint8Array;
  #kind = STOP;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Comes to the field after that of number `before`; false at the end of the struct. */
  next(before: number): boolean {
    const byte = this.#byte();
    this.#kind = byte & 15;
    if (this.#kind === STOP) return false;
    this.id = byte < 16 ? this.number() : before + (byte >>> 4);
    return true;
  }

  /** A field that is true or false. */
  truth(): boolean {
    return this.#kind === TRUE;
  }

  number(): number {
    const byte = this.#byte();
    let value = (byte & 127) >>> 1;
    for (let scale = 64, next = byte; next >= 128; scale *= 128) {
      next = this.#byte();
      value += (next & 127) * scale;
    }
    return (byte & 1) === 1 ? -value - 1 : value;
  }

  /** Bytes of a text as characters, each of them one: the text itself as far as it is ASCII. Costs less where `guess` is right. */
  ascii(guess = ''): string {
    const length = this.#length();
    const { at } = this;
    const bytes = this.#bytes;
    if (at + length > bytes.length) throw new Error(CUT);
    this.at += length;
    let i = 0;
    while (i < length && guess.charCodeAt(i) === bytes[at + i]) i++;
    if (i === length && length === guess.length) return guess;
    return Array.from(bytes.subarray(at, at + length), (byte) => String.fromCharCode(byte)).join('');
  }

  /** Comes to the elements of a list, and returns how many there are. */
  list(): number {
    const byte = this.#byte();
    this.#kind = byte & 15;
    return byte >>> 4 === 15 ? this.#length() : byte >>> 4;
  }

  /** Passes over a field. */
  skip(): void {
    this.#skip(this.#kind);
  }

  #skip(kind: number): void {
    if (kind === TRUE || kind === FALSE) return;
    if (kind === BYTE) this.at++;
    else if (kind === DOUBLE) this.at += 8;
    else if (kind === BINARY) this.at = this.#length() + this.at;
    else if (kind === LIST || kind === SET) {
      const count = this.list();
      const of = this.#kind === TRUE || this.#kind === FALSE ? BYTE : this.#kind;
      for (let i = 0; i < count; i++) this.#skip(of);
    } else if (kind === STRUCT) {
      for (let id = 0; this.next(id);) {
        id = this.id;
        this.skip();
      }
    } else if (kind < DOUBLE) while (this.#byte() >= 128);
    else throw new Error(`Cannot read Thrift as a field must be of a known kind: ${kind}`);
  }

  #length(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new Error(CUT);
    return byte;
  }
}
