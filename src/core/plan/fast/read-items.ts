import { PaddedText } from './padded-text.ts';
import { skipSpace } from '../../sources/bytes.ts';

const encoder = new TextEncoder();
const NAMES = ['product_id', 'quantity', 'price_vnd'].map((name) => encoder.encode(`"${name}"`));
const QUANTITY = 1;
const INT32 = 2_147_483_647;
const MOST_DIGITS = 15;
const COMMA = 0x2c;

/** Reads lists of ordered items whose members stand in their usual order, whole numbers all of them. */
export class ItemsReader extends PaddedText {
  /** Reads the list whose bracket stands at a place. Returns where it ends; -1 where it has another form. */
  read(bytes: Uint8Array, start: number): number {
    this.length = 0;
    this.put(0x5b);
    let at = skipSpace(bytes, start + 1);
    if (bytes[at] === 0x5d) {
      this.put(0x5d);
      return at + 1;
    }
    for (;;) {
      at = this.#readItem(bytes, at);
      if (at < 0) return -1;
      at = skipSpace(bytes, at);
      const byte = bytes[at] as number;
      if (byte !== COMMA && byte !== 0x5d) return -1;
      this.put(byte);
      at++;
      if (byte === 0x5d) return at;
      at = skipSpace(bytes, at);
    }
  }

  #readItem(bytes: Uint8Array, start: number): number {
    if (bytes[start] !== 0x7b) return -1;
    this.put(0x7b);
    let at = start + 1;
    for (let member = 0; member < NAMES.length; member++) {
      at = this.#readName(bytes, skipSpace(bytes, at), NAMES[member] as Uint8Array);
      if (at < 0) return -1;
      at = this.#readWhole(bytes, skipSpace(bytes, at), member === QUANTITY ? INT32 : Infinity);
      if (at < 0) return -1;
      at = skipSpace(bytes, at);
      const end = member === NAMES.length - 1 ? 0x7d : COMMA;
      if (bytes[at++] !== end) return -1;
      this.put(end);
    }
    return at;
  }

  /** A member's name and its colon. */
  #readName(bytes: Uint8Array, start: number, name: Uint8Array): number {
    for (let i = 0; i < name.length; i++) {
      if (bytes[start + i] !== name[i]) return -1;
      this.put(name[i] as number);
    }
    const colon = skipSpace(bytes, start + name.length);
    this.put(0x3a);
    return bytes[colon] === 0x3a ? colon + 1 : -1;
  }

  #readWhole(bytes: Uint8Array, start: number, most: number): number {
    let at = start;
    let value = 0;
    for (let digit = 0; (digit = (bytes[at] as number) - 48) >= 0 && digit <= 9; at++) {
      value = value * 10 + digit;
      this.put(digit + 48);
    }
    const digits = at - start;
    if (digits === 0 || digits > MOST_DIGITS || (digits > 1 && bytes[start] === 0x30)) return -1;
    return value <= most ? at : -1;
  }
}
