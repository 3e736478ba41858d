import { FIELDS } from '../fields.ts';
import { ExactNumber, type RawEvent } from '../raw.ts';

/** A string, or digits or exponents outside of strings that a double may not hold. */
const STRING_OR_LONG = /"(?:[^"\\]|\\.)*"|([\d.]{16}|\d[eE][+-]?\d\d)/gs;
/** The same anywhere: most texts have none, which is seen at once. */
const LONG_NUMBER = /[\d.]{16}|\d[eE][+-]?\d\d/;

const ON_THE_WIRE: ReadonlySet<string> = new Set(
  FIELDS.map((field) => field.name).filter((name) => name !== 'hour' && name !== 'properties'),
);

/** The fields of an event that nobody knows, as JSON text, digit for digit; null when there are none. */
export function unknownFields(raw: RawEvent, withItems: boolean): string | null {
  const isLong = hasLongNumber(raw.text(Number.POSITIVE_INFINITY).raw);
  return propertiesOf((isLong ? raw.exact() : raw.value) as object, withItems) ?? null;
}

/** Whether JSON text has a number that a double may not hold. */
export function hasLongNumber(text: string): boolean {
  if (!LONG_NUMBER.test(text)) return false;
  for (const match of text.matchAll(STRING_OR_LONG)) if (match[1] !== undefined) return true;
  return false;
}

/** The members of an element that nobody knows, and its items where they are wanted, as JSON text; undefined where there are none. */
export function propertiesOf(element: object, withItems = false): string | undefined {
  let text = '';
  for (const [key, inner] of Object.entries(element)) {
    if (ON_THE_WIRE.has(key) && !(withItems && key === 'items')) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${jsonOf(inner)}`;
  }
  return text === '' ? undefined : `{${text}}`;
}

/** Whether a string anywhere in a value, keys included, has half a surrogate pair. */
export function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => !key.isWellFormed() || hasLoneSurrogate(inner));
}

/** A value as JSON text, exact numbers digit for digit. */
export function jsonOf(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}:${jsonOf(inner)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}
