import { DAY, parseTimestamp } from '../time/timestamp.ts';
import type { Zone } from '../time/zone.ts';
import type { FieldReader } from './field-reader.ts';

/** 2000-01-01T00:00Z. */
const EARLIEST = 946_684_800_000_000;
/** 2101-01-01T00:00Z, so that all of 2100 is in. */
const LATEST = 4_133_980_800_000_000;
const QUARTER_HOUR = 900_000;
const FOURTEEN_HOURS = 50_400_000;
const SLACK = 1000;
/** Of a refused event, as its days are asked for all the same. */
const NO_TIME: EventTime = { timestamp: 0, timestamp_unix: 0, fromUnix: false, disagree: false };

/** When an event happened, by the two fields that may say so. */
export interface EventTime {
  /** Microseconds since 1970-01-01T00:00Z. */
  timestamp: number;
  /** Milliseconds since 1970-01-01T00:00Z. */
  timestamp_unix: number;
  /** Only timestamp_unix could be used. */
  fromUnix: boolean;
  /** The two differ by more than a time zone could explain. */
  disagree: boolean;
}

/** Reads `timestamp` (naive ones in `zone`), or `timestamp_unix` where it has to; faults go to the reader. */
export function readTime(
  value: Record<string, unknown>,
  reader: FieldReader,
  zone: Zone,
  notAfter: number,
): EventTime {
  const text = value['timestamp'];
  const parsed = typeof text === 'string' ? parseTimestamp(text) : null;
  if (text !== undefined) reader.known++;
  const unix = readUnix(value['timestamp_unix'], reader, parsed === null);
  if (parsed === null && unix === null) {
    reader.refuse('bad_timestamp', 'timestamp');
    return NO_TIME;
  }
  let timestamp: number;
  if (parsed === null) timestamp = (unix ?? 0) * 1000;
  else if (parsed.offset !== null) timestamp = parsed.local - parsed.offset * 60_000_000;
  else timestamp = toUtc(parsed.local, unix, zone);
  if (!isInRange(timestamp, notAfter)) {
    reader.refuse('out_of_range_timestamp', parsed === null ? 'timestamp_unix' : 'timestamp');
    return NO_TIME;
  }
  const millis = Math.floor(timestamp / 1000);
  return {
    timestamp,
    timestamp_unix: unix ?? millis,
    fromUnix: parsed === null,
    disagree: unix !== null && parsed !== null && !sameClock(Math.abs(unix - millis)),
  };
}

/** Whether a time is one that an event may have. */
export function isInRange(timestamp: number, notAfter: number): boolean {
  return timestamp >= EARLIEST && timestamp < LATEST && timestamp <= notAfter;
}

/** UTC for a wall-clock time. An hour that comes twice, as clocks go back, is the one that timestamp_unix says. */
export function toUtc(local: number, unix: number | null, zone: Zone): number {
  const utc = zone.toUtc(local);
  if (unix === null || unix === Math.floor(utc / 1000)) return utc;
  const said = unix * 1000 + (((local % 1000) + 1000) % 1000);
  return Math.abs(said - utc) <= DAY && zone.toLocal(said) === local ? said : utc;
}

/** timestamp_unix, or null where it is none; where the event has no other time that is what is wrong with it. */
function readUnix(value: unknown, reader: FieldReader, needed: boolean): number | null {
  const before = reader.fault;
  reader.fault = null;
  const unix = reader.int64(value, 'timestamp_unix');
  const isBad = reader.fault !== null;
  if (isBad && needed) reader.fault = { code: 'bad_timestamp', field: 'timestamp' };
  reader.fault = before ?? reader.fault;
  return isBad ? null : unix;
}

/** Whether a time zone, or a second of slack, could explain that two clocks are so many milliseconds apart. */
export function sameClock(difference: number): boolean {
  if (difference > FOURTEEN_HOURS + SLACK) return false;
  const beyond = difference % QUARTER_HOUR;
  return beyond <= SLACK || beyond >= QUARTER_HOUR - SLACK;
}
