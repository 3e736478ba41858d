import { DAY, formatDay } from './timestamp.ts';
import type { Zone } from './zone.ts';

const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/**
 * Writes microseconds since 1970-01-01T00:00Z as wall-clock text without an offset: `2025-08-25T23:04:11.545981`, the fraction
 * only where there is one. The day is remembered, since neighbours share it.
 */
export function wallClock(zone: Zone): (utc: number) => string {
  let day = Number.NaN;
  let date = '';
  return (utc) => {
    const local = zone.toLocal(utc);
    const today = Math.floor(local / DAY);
    if (today !== day) {
      day = today;
      date = formatDay(today);
    }
    const micros = local - today * DAY;
    const seconds = Math.floor(micros / 1_000_000);
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const text = `${date}T${TWO[hours]!}:${TWO[minutes - hours * 60]!}:${TWO[seconds - minutes * 60]!}`;
    const fraction = micros - seconds * 1_000_000;
    return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0')}`;
  };
}
