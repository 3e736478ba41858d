import { GraphQLError, Kind, print, type ValueNode } from 'graphql';
import { formatDuration, parseDuration } from '../core/time/duration.ts';
import { parseTimestamp } from '../core/time/timestamp.ts';
import { wallClock } from '../core/time/wall-clock.ts';
import { openZone } from '../core/time/zone.ts';
import { builder } from './builder.ts';

/** Remembers the day, which neighbours in a list share. */
const writeUtc = wallClock(openZone('UTC'));

interface Reading {
  /** The scalar's name. */
  name: string;
  /** What its values must look like, for whoever wrote another. */
  wanted: string;
  read: (value: unknown) => number | null;
}

/** Both ways a value comes in: as a variable, and written in the operation. */
function inputs({ name, wanted, read }: Reading): {
  parseValue: (value: unknown) => number;
  parseLiteral: (node: ValueNode) => number;
} {
  function parse(value: unknown, node?: ValueNode): number {
    const found = read(value);
    if (found !== null) return found;
    const actual = (node === undefined ? JSON.stringify(value) : print(node)).slice(0, 100);
    throw new GraphQLError(`Cannot use ${actual} as ${name} as it must be ${wanted}`, {
      nodes: node ?? null,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return {
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(plain(node), node),
  };
}

function plain(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  if (node.kind === Kind.INT) return Number(node.value);
  return null;
}

function readTime(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const found = parseTimestamp(value);
  return found === null ? null : found.local - (found.offset ?? 0) * 60_000_000;
}

function readInteger(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null;
}

function writeInteger(name: string): (value: number) => number {
  return (value) => {
    if (Number.isSafeInteger(value)) return value;
    throw new TypeError(`Cannot write a ${name} as it must be a whole number below 2^53: ${value}`);
  };
}

builder.scalarType('DateTime', {
  description:
    'A moment as ISO 8601 text. In: date and time with an offset or `Z`; without one it is UTC. Out: UTC, with six digits of microseconds where there are any, such as `2025-08-25T23:04:11.545981Z`.',
  serialize: (micros) => `${writeUtc(micros)}Z`,
  ...inputs({
    name: 'DateTime',
    wanted: 'ISO 8601 text such as "2025-08-25T23:04:11Z"',
    read: readTime,
  }),
});

builder.scalarType('Duration', {
  description:
    'A length of time as ISO 8601 text of weeks, days (24 hours), hours, minutes and seconds, such as `PT24H`, `P1DT12H` or `PT0.5S`. Months and years have no fixed length and are refused.',
  serialize: (micros) => formatDuration(micros),
  ...inputs({
    name: 'Duration',
    wanted: 'ISO 8601 text of weeks, days, hours, minutes and seconds such as "PT24H"',
    read: (value) => (typeof value === 'string' ? parseDuration(value) : null),
  }),
});

builder.scalarType('Vnd', {
  description: 'An amount in Vietnamese dong, which has no smaller unit: a whole number below 2^53.',
  serialize: writeInteger('Vnd'),
  ...inputs({ name: 'Vnd', wanted: 'a whole number below 2^53', read: readInteger }),
});

builder.scalarType('SafeInt', {
  description: 'A whole number below 2^53, which JSON and JavaScript hold exactly.',
  serialize: writeInteger('SafeInt'),
  ...inputs({
    name: 'SafeInt',
    wanted: 'a whole number from -9007199254740991 to 9007199254740991',
    read: readInteger,
  }),
});

builder.scalarType('JSON', {
  description: 'Any JSON value. Only in answers.',
  serialize: (value) => value,
  parseValue: () => {
    throw new GraphQLError('Cannot use JSON as input as it is only in answers');
  },
});
