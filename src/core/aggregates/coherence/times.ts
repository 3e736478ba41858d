import { parseTimestamp } from '../../time/timestamp.ts';
import type { Faults } from './faults.ts';
import { isGiven, type RawEvent, type SessionState } from './state.ts';

const QUARTER_HOUR = 900_000;
const FOURTEEN_HOURS = 50_400_000;
const SECOND = 1_000_000;

/** Reads the times of a stream's events and sees whether they go forward and agree. */
export class StreamClock {
  /** The latest timestamp_unix so far, in milliseconds. */
  now = Number.NEGATIVE_INFINITY;
  #previous = Number.NEGATIVE_INFINITY;
  /** What the first naive timestamp is ahead of UTC, in milliseconds. */
  #offset = Number.NaN;

  /**
   * Microseconds since 1970-01-01T00:00Z: timestamp_unix with the microseconds of timestamp, or timestamp alone, naive ones
   * taken for UTC; NaN where neither can be read.
   */
  read(event: RawEvent, faults: Faults): number {
    const { timestamp: text, timestamp_unix: unix } = event;
    const parsed = typeof text === 'string' ? parseTimestamp(text) : null;
    const hasUnix = Number.isSafeInteger(unix);
    if (parsed === null && !hasUnix) {
      faults.note('missing_field', 'timestamp', text);
      return Number.NaN;
    }
    if (parsed === null && isGiven(text)) faults.note('value', 'timestamp', text);
    if (!hasUnix && isGiven(unix)) faults.note('value', 'timestamp_unix', unix);

    let micros = parsed === null ? 0 : parsed.local - (parsed.offset ?? 0) * 60 * SECOND;
    if (hasUnix) {
      const millis = unix as number;
      if (parsed !== null && !this.#agree(micros, millis, parsed.offset === null))
        faults.note('clock', 'timestamp', text, millis);
      const fraction = mod(micros, SECOND);
      micros = millis * 1000 + (mod(millis, 1000) === Math.floor(fraction / 1000) ? fraction % 1000 : 0);
    }
    const millis = Math.floor(micros / 1000);
    if (millis < this.#previous) faults.note('time_backwards', 'timestamp_unix', millis, this.#previous);
    this.#previous = millis;
    if (millis > this.now) this.now = millis;
    return micros;
  }

  /** Text without a fraction may leave it out, one with a fraction may have been rounded. */
  #agree(micros: number, unix: number, isNaive: boolean): boolean {
    const ahead = Math.floor(micros / 1000) - unix;
    if (isNaive && Number.isNaN(this.#offset)) this.#offset = ahead;
    if (isNaive && ahead === this.#offset) return true;
    const slack = micros % SECOND === 0 ? 999 : 1;
    if (!isNaive) return Math.abs(ahead) <= slack;
    const beyond = mod(ahead, QUARTER_HOUR);
    return (
      Math.abs(ahead - this.#offset) <= slack ||
      (Math.abs(ahead) <= FOURTEEN_HOURS + slack && (beyond <= slack || beyond >= QUARTER_HOUR - slack))
    );
  }
}

/** Sees whether an event follows the one before it in its session, by microseconds. */
export function checkOrder(time: number, session: SessionState, faults: Faults): void {
  if (time < session.last) faults.note('time_backwards', 'microseconds', time, session.last);
}

/** Sees whether a duration fits between two moments in microseconds; NaN where a moment is unknown. */
export function checkDuration(
  field: string,
  seconds: unknown,
  since: number,
  time: number,
  faults: Faults,
): void {
  if (!isGiven(seconds)) return;
  if (!(Number.isFinite(seconds) && (seconds as number) >= 0)) faults.note('duration', field, seconds);
  else if (time >= since && (seconds as number) * SECOND > time - since)
    faults.note('duration', field, seconds, (time - since) / SECOND);
}

/** The remainder that is never negative. */
function mod(value: number, by: number): number {
  const rest = value % by;
  return rest < 0 ? rest + by : rest;
}
