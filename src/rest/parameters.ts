import { z } from '@hono/zod-openapi';
import { type Moment, readMoment } from './moment.ts';

/** What a parameter is, for people who read of it. */
export interface About {
  description: string;
  /** In a path it is what the page of documentation asks for first; what may be left out is left out there. */
  example: string | number;
}

export interface Bounds {
  least: number;
  /** @default 2^53 - 1, which messages do not name */
  most?: number;
}

/** How the text of a parameter is read; null where it is not what is wanted. */
interface Reading<Value> {
  wanted: string;
  read: (text: string) => Value | null;
}

const DIGITS = /^\d{1,16}$/;
const MOST_SHOWN = 100;

/** A parameter as it comes: once, not at all, or more often, which is refused. */
const given = z.union([z.string(), z.array(z.string())]).optional();

/** A whole number that may be left out. */
export function wholeNumber(name: string, standard: number, bounds: Bounds, description: string) {
  const reading = whole(bounds);
  return given
    .transform((value, context) => (value === undefined ? standard : take(name, value, reading, context)))
    .openapi({
      ...integer(bounds),
      description,
      default: standard,
      examples: [standard],
      param: { name, in: 'query', required: false },
    });
}

/** A whole number within the path. */
export function wholeId(name: string, bounds: Bounds, about: About) {
  const reading = whole(bounds);
  return z
    .string()
    .transform((value, context) => take(name, value, reading, context))
    .openapi({ ...integer(bounds), ...about, param: { name, in: 'path', required: true } });
}

/** Any text within the path. */
export function textId(name: string, about: About) {
  return z.string().openapi({ ...about, param: { name, in: 'path', required: true } });
}

/** A text that may be left out; an empty one counts as left out. */
export function optionalText(name: string, about: About) {
  return optional<string>(name, { wanted: 'text', read: (text) => text }, about);
}

/** A date or a time that may be left out; an empty one counts as left out. */
export function optionalMoment(name: string, about: About) {
  return optional<Moment>(name, { wanted: 'a date or a time in ISO 8601', read: readMoment }, about);
}

/** A whole number that may be left out, without a default; an empty one counts as left out. */
export function optionalWhole(name: string, bounds: Bounds, about: About) {
  return optional<number>(name, whole(bounds), about, integer(bounds));
}

/** One of a few words, or left out; an empty one counts as left out. */
export function optionalChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  about: About,
) {
  const reading = {
    wanted: choices.length === 2 ? choices.join(' or ') : `one of ${choices.join(', ')}`,
    read: (text: string) => choices.find((choice) => choice === text) ?? null,
  };
  return optional<Choice>(name, reading, about, { type: 'string', enum: [...choices] });
}

function optional<Value>(
  name: string,
  reading: Reading<Value>,
  { description, example }: About,
  type: { type: 'string' | 'integer'; minimum?: number; maximum?: number; enum?: string[] } = {
    type: 'string',
  },
) {
  return given
    .transform((value, context) =>
      value === undefined || value === '' ? undefined : take(name, value, reading, context),
    )
    .openapi({
      ...type,
      description,
      examples: [example],
      param: { name, in: 'query', required: false },
    });
}

function whole({ least, most: last }: Bounds): Reading<number> {
  const most = last ?? Number.MAX_SAFE_INTEGER;
  const upTo = last === undefined ? `, ${least} or more` : ` from ${least} to ${most}`;
  return {
    wanted: `a whole number${upTo}`,
    read(text) {
      const number = DIGITS.test(text) ? Number(text) : Number.NaN;
      return number >= least && number <= most ? number : null;
    },
  };
}

function integer({ least, most = Number.MAX_SAFE_INTEGER }: Bounds) {
  return { type: 'integer', minimum: least, maximum: most } as const;
}

function take<Value>(
  name: string,
  value: string | string[],
  { wanted, read }: Reading<Value>,
  context: { addIssue(message: string): void },
): Value {
  const result = Array.isArray(value) ? null : read(value);
  if (result !== null) return result;
  const text = JSON.stringify(value);
  const shown = text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
  const rule = Array.isArray(value) ? 'given once' : wanted;
  context.addIssue(`Cannot use ${name} as it must be ${rule}: ${shown}`);
  return z.NEVER;
}
