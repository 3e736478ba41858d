import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/core/assembler.js';
import { type Token, jsonParser } from 'stream-json/core/parser.js';
import { ExactNumber } from '../raw.ts';

/** Parses like JSON.parse, except that a number which a double would change becomes an ExactNumber. */
export function exactValue(text: string): unknown {
  const parse = jsonParser({ streamValues: false });
  const assembler = new Assembler();
  let number: ExactNumber | undefined;
  for (const part of [text, none] as const) {
    const out: unknown = parse(part as string);
    const tokens = isMany(out) ? getManyValues(out as never) : out === none ? [] : [out];
    for (const token of tokens as Token[]) {
      if (token.name === 'numberValue') {
        const exact = exactNumber(token.value);
        number = typeof exact === 'number' ? undefined : exact;
        // The assembler takes any value where it takes text.
        assembler.consume({ name: 'stringValue', value: exact as unknown as string });
      } else {
        assembler.consume(token);
      }
    }
  }
  return number !== undefined && assembler.current === null ? number : assembler.current;
}

/** The double of a JSON number where both have the same digits, its text otherwise. */
export function exactNumber(text: string): number | ExactNumber {
  const double = Number(text);
  return digitsOf(text) === digitsOf(String(double)) ? double : new ExactNumber(text);
}

/** A number's digits without zeros around them and the power of ten of the last one: equal for equal numbers. */
function digitsOf(text: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  let start = 0;
  let end = digits.length;
  while (start < end && digits[start] === '0') start++;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  return `${sign}${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
