import type { Arena } from '../columns/arena.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { DistinctNumbers } from './distinct.ts';
import { Durations } from './durations.ts';
import { PatternCounts, type PatternOptions } from './pattern-counts.ts';
import { WholeSum } from './sums.ts';
import { Tally } from './tally.ts';

/** The plain counts of a part. */
export const COUNTS = ['events', 'intents', 'buying', 'purchases', 'adding', 'abandoned'] as const;

/** A part of the sessions' statistics. Memory: 8 to 16 bytes a session, about 15 a customer, the patterns' budget. */
export interface SessionsPart {
  counts: {
    events: number;
    intents: number;
    buying: number;
    purchases: number;
    adding: number;
    abandoned: number;
  };
  /** Infinity before the first session. */
  minLength: number;
  maxLength: number;
  durations: Durations;
  revenue: WholeSum;
  leftInCarts: WholeSum;
  customers: DistinctNumbers;
  dates: Tally;
  patterns: PatternCounts;
}

const FORMAT = 1;

/** A part without sessions. */
export function createPart(options: PatternOptions): SessionsPart {
  return {
    counts: { events: 0, intents: 0, buying: 0, purchases: 0, adding: 0, abandoned: 0 },
    minLength: Infinity,
    maxLength: 0,
    durations: new Durations(),
    revenue: new WholeSum(),
    leftInCarts: new WholeSum(),
    customers: new DistinctNumbers(),
    dates: new Tally(),
    patterns: new PatternCounts(options),
  };
}

/** The bytes of a part; runs of patterns in a storage are named, not copied. */
export async function encodePart(part: SessionsPart): Promise<Uint8Array> {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  for (const name of COUNTS) writer.varint(part.counts[name]);
  part.durations.encode(writer);
  writer.varint(part.durations.count === 0 ? 0 : part.minLength);
  writer.varint(part.maxLength);
  part.revenue.encode(writer);
  part.leftInCarts.encode(writer);
  part.customers.encode(writer);
  part.dates.encode(writer);
  await part.patterns.encode(writer);
  return writer.finish();
}

/** The part that `encodePart` was given. @throws {RangeError} for other bytes */
export function decodePart(bytes: Uint8Array, options: PatternOptions, arena?: Arena): SessionsPart {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT)
    throw new RangeError(`Cannot decode sessions as the format must be ${FORMAT}: ${format}`);
  const part = createPart(options);
  for (const name of COUNTS) part.counts[name] = reader.varint();
  part.durations = Durations.decode(reader, arena);
  const least = reader.varint();
  part.minLength = part.durations.count === 0 ? Infinity : least;
  part.maxLength = reader.varint();
  part.revenue = WholeSum.decode(reader);
  part.leftInCarts = WholeSum.decode(reader);
  part.customers = DistinctNumbers.decode(reader, arena);
  part.dates = Tally.decode(reader);
  part.patterns = PatternCounts.decode(reader, options);
  reader.end();
  return part;
}
