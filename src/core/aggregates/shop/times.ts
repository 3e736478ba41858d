import { DAY, formatDay } from '../../time/timestamp.ts';
import type { Zone } from '../../time/zone.ts';
import { shareOf, type ShopReport } from './report.ts';

/** All offsets from UTC in use are whole quarters of an hour, so one of them lies in one hour of any wall clock. */
const QUARTER_HOUR = 900_000;
const HOUR = 3_600_000_000;
const MOST_DAYS = 4000;

/**
 * Events by hour, weekday and day of the shop's zone. The clock is asked once a run of events of one quarter of an hour.
 * Memory: an entry a day.
 */
export class EventTimes {
  readonly #zone: Zone;
  readonly #hours = new Float64Array(24);
  readonly #weekdays = new Float64Array(7);
  readonly #days = new Map<number, number>();
  #first = Infinity;
  #last = -Infinity;
  #quarter = 0;
  /** Events of the quarter that are not in the counts yet. */
  #waiting = 0;

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** Counts an event at milliseconds since 1970-01-01T00:00Z. */
  add(time: number): void {
    const quarter = Math.floor(time / QUARTER_HOUR);
    if (quarter !== this.#quarter) {
      this.#settle();
      this.#quarter = quarter;
    }
    this.#waiting++;
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
  }

  finish(): Pick<ShopReport, 'first_event' | 'last_event' | 'hours' | 'weekdays' | 'days'> {
    this.#settle();
    const days = [...this.#days].toSorted(([a], [b]) => a - b);
    const counts = days.map(([day, events]) => ({ day: formatDay(day), events }));
    return {
      first_event: counts.length === 0 ? null : new Date(this.#first).toISOString(),
      last_event: counts.length === 0 ? null : new Date(this.#last).toISOString(),
      hours: hoursOf([...this.#hours]),
      weekdays: [...this.#weekdays],
      days: {
        first: counts[0]?.day ?? null,
        last: counts.at(-1)?.day ?? null,
        count: counts.length,
        counts: counts.length > MOST_DAYS ? [] : counts,
      },
    };
  }

  #settle(): void {
    if (this.#waiting === 0) return;
    const local = this.#zone.toLocal(this.#quarter * QUARTER_HOUR * 1000);
    const day = Math.floor(local / DAY);
    this.#hours[Math.floor((local - day * DAY) / HOUR)]! += this.#waiting;
    // 1970-01-01 was a Thursday.
    this.#weekdays[(day + 3) % 7]! += this.#waiting;
    this.#days.set(day, (this.#days.get(day) ?? 0) + this.#waiting);
    this.#waiting = 0;
  }
}

function hoursOf(counts: number[]): ShopReport['hours'] {
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  if (most === 0) return { counts, busiest: null, quietest: null, ratio: null };
  const [busiest, quietest] = [counts.indexOf(most), counts.indexOf(least)];
  return { counts, busiest, quietest, ratio: shareOf(most, least) };
}
