const MOST_DIGITS = 15;
/** Powers of ten are doubles without error up to 10^22. */
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/**
 * Reads the plain decimal number at a place into out[0]: at most 15 digits, no exponent. Returns where it ends, or -1 where it is
 * not plain. As digits and power are exact, one division rounds right (W. D. Clinger, "How to Read Floating Point Numbers
 * Accurately"). Minus zero is read as zero.
 */
export function readNumber(bytes: Uint8Array, at: number, out: Float64Array): number {
  const isNegative = bytes[at] === 0x2d;
  let i = isNegative ? at + 1 : at;
  const start = i;
  let digit = (bytes[i] as number) - 48;
  if (digit < 0 || digit > 9) return -1;
  let value = digit;
  i++;
  // A digit after a leading zero is left to whoever wants a comma there.
  if (digit !== 0) {
    for (; (digit = (bytes[i] as number) - 48) >= 0 && digit <= 9; i++) value = value * 10 + digit;
  }
  let digits = i - start;
  if (bytes[i] === 0x2e) {
    const point = i++;
    for (; (digit = (bytes[i] as number) - 48) >= 0 && digit <= 9; i++) value = value * 10 + digit;
    const decimals = i - point - 1;
    digits += decimals;
    if (decimals === 0 || digits > MOST_DIGITS) return -1;
    value /= POWERS[decimals] as number;
  } else if (digits > MOST_DIGITS) return -1;
  out[0] = isNegative ? 0 - value : value;
  return i;
}
