import { FIELDS } from '../fields.ts';
import { ExactNumber, type RawEvent } from '../raw.ts';

/** Digits or exponents in an element's text that a double may not hold. */
const LONG_NUMBER = /[\d.]{16}|\d[eE][+-]?\d\d/;

const ON_THE_WIRE: ReadonlySet<string> = new Set(
  FIELDS.map((field) => field.name).filter((name) => name !== 'hour' && name !== 'properties'),
);

/** The fields of an event that nobody knows, as JSON text, digit for digit; null when there are none. */
export function unknownFields(raw: RawEvent, withItems: boolean): string | null {
  const value = LONG_NUMBER.test(raw.text(Number.POSITIVE_INFINITY).raw) ? raw.exact() : raw.value;
  let text = '';
  for (const [key, inner] of Object.entries(value as object)) {
    if (ON_THE_WIRE.has(key) && !(withItems && key === 'items')) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${toJson(inner)}`;
  }
  return text === '' ? null : `{${text}}`;
}

/** Whether a string anywhere in a value, keys included, has half a surrogate pair. */
export function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasLoneSurrogate(inner));
}

function toJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}
