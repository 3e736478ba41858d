import { DAY, formatDay } from './timestamp.ts';

/** A time zone: the way between the shop's wall clock and UTC. All times are microseconds since 1970-01-01. */
export interface Zone {
  readonly name: string;
  /** UTC for a wall-clock time. In a gap or an overlap of the clock the offset before it holds. */
  toUtc(local: number): number;
  /** Wall-clock time for UTC. */
  toLocal(utc: number): number;
}

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
const UTC: Zone = { name: 'UTC', toUtc: (local) => local, toLocal: (utc) => utc };
/** Offsets that are remembered before all are forgotten: ten years of hours. */
const REMEMBERED = 87_600;

/**
 * The zone of an IANA name (`Asia/Ho_Chi_Minh`), an offset (`+07:00`) or `UTC`, by the engine's own time zone data.
 *
 * @throws {RangeError} for a name the engine does not know
 */
export function openZone(name: string): Zone {
  // What the engine knows of zones takes 20 ms to load.
  if (name === UTC.name) return UTC;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new RangeError(
      `Cannot use time zone ${JSON.stringify(name)} as it is not an IANA name or an offset`,
      { cause },
    );
  }
  const canonical = format.resolvedOptions().timeZone;
  if (canonical === UTC.name) return UTC;
  const offsetAt = rememberOffsets((utc) => wallClock(format, utc) - utc);
  return {
    name: canonical,
    toLocal: (utc) => utc + offsetAt(utc),
    toUtc(local) {
      const before = offsetAt(local - DAY);
      if (offsetAt(local - before) === before) return local - before;
      const after = offsetAt(local + DAY);
      return offsetAt(local - after) === after ? local - after : local - before;
    },
  };
}

/** The zone of a name that the engine is known to know, opened when it is first asked. */
export function zoneNamed(name: string): Zone {
  let zone: Zone | undefined;
  const open = (): Zone => (zone ??= openZone(name));
  return { name, toUtc: (local) => open().toUtc(local), toLocal: (utc) => open().toLocal(utc) };
}

/** Day (`YYYY-MM-DD`) and hour of wall-clock times; days are remembered, since neighbours share them. */
export function calendar(): { day: (local: number) => string; hour: (local: number) => number } {
  let lastDay = Number.NaN;
  let lastText = '';
  return {
    day(local) {
      const day = Math.floor(local / DAY);
      if (day !== lastDay) {
        lastDay = day;
        lastText = formatDay(day);
      }
      return lastText;
    },
    hour: (local) => Math.floor((local - Math.floor(local / DAY) * DAY) / HOUR),
  };
}

/** Asks once an hour of time; clocks that change within an hour are asked by the minute. */
function rememberOffsets(ask: (utc: number) => number): (utc: number) => number {
  const known = new Map<number, number>();
  return (utc) => {
    const hour = Math.floor(utc / HOUR);
    let offset = known.get(hour);
    if (offset === undefined) {
      const first = ask(hour * HOUR);
      offset = first === ask((hour + 1) * HOUR - MINUTE) ? first : Number.NaN;
      if (known.size >= REMEMBERED) known.clear();
      known.set(hour, offset);
    }
    return Number.isNaN(offset) ? ask(Math.floor(utc / MINUTE) * MINUTE) : offset;
  };
}

function wallClock(format: Intl.DateTimeFormat, utc: number): number {
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of format.formatToParts(utc / 1000)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value);
  }
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) * 1000;
}
