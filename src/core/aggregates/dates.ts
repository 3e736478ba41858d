import type { Arena } from '../columns/arena.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { DistinctNumbers } from './distinct.ts';
import { Counts, type NameIndex } from './tally.ts';

/** What the statistics hold of one date; types are numbered by the part's NameIndex. */
export interface DateTally {
  date: string;
  types: Counts;
  /** The sets, or only their sizes once the date is sealed. */
  sessions: DistinctNumbers | number;
  customers: DistinctNumbers | number;
}

/** A date that nothing has been counted on. */
export function emptyDate(date: string): DateTally {
  return { date, types: new Counts(), sessions: new DistinctNumbers(), customers: new DistinctNumbers() };
}

/** The set of an open date. @throws {RangeError} for a sealed one */
export function openSet(set: DistinctNumbers | number, date: string): DistinctNumbers {
  if (typeof set !== 'number') return set;
  throw new RangeError(
    `Cannot add to ${date} as all its events must have come before it was sealed: more came`,
  );
}

/** How many are in a set, whether or not its date is sealed. */
export function sizeOf(set: DistinctNumbers | number): number {
  return typeof set === 'number' ? set : set.size;
}

export function encodeDate(writer: ByteWriter, tally: DateTally, indices: ReadonlyMap<number, number>): void {
  writer.text(tally.date);
  const types = Array.from(tally.types, ([index, count]) => [indices.get(index)!, count] as const);
  types.sort((a, b) => a[0] - b[0]);
  writer.varint(types.length);
  for (const [index, count] of types) {
    writer.varint(index);
    writer.varint(count);
  }
  encodeSet(writer, tally.sessions);
  encodeSet(writer, tally.customers);
}

export function decodeDate(
  reader: ByteReader,
  names: readonly string[],
  index: NameIndex,
  arena?: Arena,
): DateTally {
  const tally = emptyDate(reader.text());
  for (let left = reader.varint(); left > 0; left--) {
    const at = reader.varint();
    const name = names[at];
    if (name === undefined)
      throw new RangeError(`Cannot decode a part as a name must have a number below ${names.length}: ${at}`);
    tally.types.add(index.of(name), reader.varint());
  }
  tally.sessions = decodeSet(reader, arena);
  tally.customers = decodeSet(reader, arena);
  return tally;
}

function encodeSet(writer: ByteWriter, set: DistinctNumbers | number): void {
  writer.varint(typeof set === 'number' ? 1 : 0);
  if (typeof set === 'number') writer.varint(set);
  else set.encode(writer);
}

function decodeSet(reader: ByteReader, arena?: Arena): DistinctNumbers | number {
  return reader.varint() === 1 ? reader.varint() : DistinctNumbers.decode(reader, arena);
}
