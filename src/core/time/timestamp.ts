/** A moment as its text says it: wall-clock time, and its offset from UTC where the text has one. */
export interface ParsedTimestamp {
  /** Microseconds since 1970-01-01T00:00 of the wall clock. */
  local: number;
  /** Minutes east of UTC; null for a naive time stamp. */
  offset: number | null;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Microseconds in a day. */
export const DAY = 86_400_000_000;

/**
 * Reads an ISO 8601 date and time strictly: `YYYY-MM-DD`, `T` or a space, `HH:MM`, then seconds, a fraction and `Z` or an
 * offset as far as they are there. Digits beyond microseconds are cut. Returns null for anything else, 30 February included.
 */
export function parseTimestamp(text: string): ParsedTimestamp | null {
  const length = text.length;
  if (length < 16 || length > 40) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return null;
  const separator = text.charCodeAt(10) | 32;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58) return null;
  if (separator !== 116 && separator !== 32) return null;
  if (day > daysIn(year, month)) return null;

  let at = 16;
  let second = 0;
  let micros = 0;
  if (text.charCodeAt(at) === 58) {
    second = digits(text, 17, 19);
    if (second < 0 || second > 59) return null;
    at = 19;
    const mark = text.charCodeAt(at);
    if (mark === 46 || mark === 44) {
      const start = ++at;
      let scale = 100_000;
      for (; at < length; at++) {
        const digit = text.charCodeAt(at) - 48;
        if (digit < 0 || digit > 9) break;
        micros += digit * scale;
        scale = Math.floor(scale / 10);
      }
      if (at === start) return null;
    }
  }
  const local =
    daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
  if (at === length) return { local, offset: null };
  const offset = parseOffset(text, at);
  return offset === null ? null : { local, offset };
}

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** `2025-08-25T23:04:11.545981Z` for microseconds since 1970-01-01T00:00Z; the fraction only where there is one. */
export function formatTimestamp(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = micros - seconds * 1_000_000;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(6, '0')}Z`;
}

/** `YYYY-MM-DD` for days since 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of a `YYYY-MM-DD` that `formatDay` made. */
export function parseDay(text: string): number {
  return daysFromCivil(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

function parseOffset(text: string, at: number): number | null {
  const sign = text.charCodeAt(at);
  if ((sign | 32) === 122) return at + 1 === text.length ? 0 : null;
  if (sign !== 43 && sign !== 45) return null;
  const rest = text.length - at;
  const hours = digits(text, at + 1, at + 3);
  let minutes = 0;
  if (rest === 6 && text.charCodeAt(at + 3) === 58) minutes = digits(text, at + 4, at + 6);
  else if (rest === 5) minutes = digits(text, at + 3, at + 5);
  else if (rest !== 3) return null;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return null;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes);
}

function daysIn(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return DAYS[month - 1] ?? 0;
}

/** The number written in text[start, end), or -1 where something else than digits stands there. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}
