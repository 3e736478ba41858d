import { decodeText } from '../../sources/bytes.ts';
import type { TextScan } from './scan-text.ts';

const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const NULL = 0x6c6c756e;
const TRUE = 0x65757274;
const ALSE = 0x65736c61;
/** Digits and point of a number that a double gives back as it stood. */
const MOST_DIGITS = 15;
/** Smaller numbers are written with an exponent from seven places on. */
const MOST_ZEROS = 5;

/**
 * The end of a value that `JSON.stringify(JSON.parse(value))` gives back as it stands: a string without escapes, a short number
 * written without anything to spare, a word. -1 where there is another.
 */
export function plainEnd(bytes: Uint8Array, view: DataView, at: number, scan: TextScan): number {
  const first = bytes[at] as number;
  if (first === QUOTE) {
    const end = scan.run(view, at + 1);
    if (end < 0 || (!scan.ascii && decodeText(bytes.subarray(at + 1, end)) === undefined)) return -1;
    return end + 1;
  }
  if (first === MINUS || (first >= ZERO && first <= NINE)) return numberEnd(bytes, at);
  const word = view.getInt32(at, true);
  if (word === TRUE || word === NULL) return at + 4;
  return first === 0x66 && view.getInt32(at + 1, true) === ALSE ? at + 5 : -1;
}

function numberEnd(bytes: Uint8Array, start: number): number {
  const isNegative = bytes[start] === MINUS;
  const whole = isNegative ? start + 1 : start;
  let at = digitsEnd(bytes, whole);
  const isZero = bytes[whole] === ZERO;
  if (at === whole || (isZero && at > whole + 1)) return -1;
  if (bytes[at] !== POINT) {
    const isLong = at - whole > MOST_DIGITS;
    // Minus zero is read as such and written as zero; a number with an exponent is for others.
    return isLong || (isZero && isNegative) || isExponent(bytes[at]) ? -1 : at;
  }
  const fraction = at + 1;
  at = digitsEnd(bytes, fraction);
  if (at === fraction || bytes[at - 1] === ZERO || at - whole > MOST_DIGITS || isExponent(bytes[at]))
    return -1;
  let zeros = 0;
  if (isZero) while (bytes[fraction + zeros] === ZERO) zeros++;
  return zeros > MOST_ZEROS ? -1 : at;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
  return at;
}

function isExponent(byte: number | undefined): boolean {
  return byte === 0x65 || byte === 0x45;
}
