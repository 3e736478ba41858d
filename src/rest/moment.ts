import { DAY, parseTimestamp } from '../core/time/timestamp.ts';
import type { Zone } from '../core/time/zone.ts';

/** A date, or a date and time, as a caller gives it. */
export interface Moment {
  /** Microseconds since 1970-01-01T00:00, of the shop's wall clock or of UTC. */
  micros: number;
  /** Whether they are the wall clock's, since the text has no offset. */
  isLocal: boolean;
  /** Whether the text is a date, which means the whole day. */
  isDay: boolean;
}

const DATE_LENGTH = 10;

/** Reads `YYYY-MM-DD` or an ISO 8601 date and time; null for anything else. */
export function readMoment(text: string): Moment | null {
  const isDay = text.length === DATE_LENGTH;
  const time = parseTimestamp(isDay ? `${text}T00:00` : text);
  if (time === null) return null;
  const { local, offset } = time;
  if (offset === null) return { micros: local, isLocal: true, isDay };
  return { micros: local - offset * 60_000_000, isLocal: false, isDay };
}

/** When a moment begins, in microseconds of UTC; a time beyond 2^53 is cut to it. */
export function startOf({ micros, isLocal }: Moment, zone: Zone): number {
  return safe(isLocal ? zone.toUtc(micros) : micros);
}

/** The first microsecond of UTC after a moment, and after the whole day where it is a date; cut like `startOf`. */
export function endOf(moment: Moment, zone: Zone): number {
  return safe(moment.isDay ? zone.toUtc(moment.micros + DAY) : startOf(moment, zone) + 1);
}

/** No event is near these ends: years go to 9999 here, whole microseconds of a double to 2255. */
function safe(micros: number): number {
  return Math.min(Math.max(micros, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
