import type { Arena } from '../columns/arena.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeDate, encodeDate, type DateTally } from './dates.ts';
import { DistinctNumbers } from './distinct.ts';
import { AddsByProduct } from './product-adds.ts';
import { compareNames } from './ranking.ts';
import { NameIndex, Tally } from './tally.ts';

/** A part of the statistics. Memory: the distinct names, and the sets of each date: about 15 bytes a member. */
export interface StatisticsPart {
  types: NameIndex;
  sources: Tally;
  devices: Tally;
  hours: Float64Array;
  dates: Map<string, DateTally>;
  products: DistinctNumbers;
  /** Those of sealed dates; the others are in the sets of their dates. */
  customers: DistinctNumbers;
  added: AddsByProduct;
}

/** The event type that puts something into a cart. */
export const ADDING = 'add_to_cart';

const FORMAT = 1;

/** A part without events. */
export function createPart(): StatisticsPart {
  const types = new NameIndex();
  types.of(ADDING);
  return {
    types,
    sources: new Tally(),
    devices: new Tally(),
    hours: new Float64Array(24),
    dates: new Map(),
    products: new DistinctNumbers(),
    customers: new DistinctNumbers(),
    added: new AddsByProduct(),
  };
}

/** The dates of a part, rising. */
export function sortedDates(part: StatisticsPart): DateTally[] {
  return [...part.dates.values()].toSorted((a, b) => compareNames(a.date, b.date));
}

/** The bytes of a part: the same for equal parts, however they came about. */
export function encodePart(part: StatisticsPart): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(FORMAT);
  const names = part.types.names.toSorted(compareNames);
  writer.varint(names.length);
  for (const name of names) writer.text(name);
  const places = new Map(names.map((name, place) => [name, place]));
  const indices = new Map(part.types.names.map((name, index) => [index, places.get(name)!]));
  writer.varint(part.dates.size);
  for (const tally of sortedDates(part)) encodeDate(writer, tally, indices);
  part.sources.encode(writer);
  part.devices.encode(writer);
  for (const count of part.hours) writer.varint(count);
  part.products.encode(writer);
  part.customers.encode(writer);
  part.added.encode(writer);
  return writer.finish();
}

/** The part that `encodePart` was given. @throws {RangeError} for other bytes */
export function decodePart(bytes: Uint8Array, arena?: Arena): StatisticsPart {
  const reader = new ByteReader(bytes);
  const format = reader.varint();
  if (format !== FORMAT)
    throw new RangeError(`Cannot decode statistics as the format must be ${FORMAT}: ${format}`);
  const part = createPart();
  const names = Array.from({ length: reader.varint() }, () => reader.text());
  for (let left = reader.varint(); left > 0; left--) {
    const tally = decodeDate(reader, names, part.types, arena);
    part.dates.set(tally.date, tally);
  }
  part.sources = Tally.decode(reader);
  part.devices = Tally.decode(reader);
  for (let hour = 0; hour < 24; hour++) part.hours[hour] = reader.varint();
  part.products = DistinctNumbers.decode(reader, arena);
  part.customers = DistinctNumbers.decode(reader, arena);
  part.added = AddsByProduct.decode(reader);
  reader.end();
  return part;
}
