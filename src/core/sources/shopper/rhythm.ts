import { Draws } from '../../random/draws.ts';
import type { Scenario } from './options.ts';
import { PROFILES } from './profiles.ts';
import { STREAMS } from './streams.ts';

const MINUTE = 60_000_000;
const HOUR = 3_600_000_000;
const DAY = 86_400_000_000;
const SLOT = 15 * MINUTE;
const SLOTS_A_DAY = 96;
/** Nobody comes in the last five minutes, so that who comes before them can still do something. */
const REST = 5 * MINUTE;
/** How busy an hour of the wall clock is, at its middle. */
const HOURS = [
  3, 2, 1, 1, 1, 2, 4, 7, 10, 12, 13, 14, 15, 12, 11, 11, 12, 13, 15, 18, 20, 19, 13, 7,
] as const;
/** How busy a day of the week is, Monday first. */
const WEEKDAYS = [9, 9, 10, 10, 11, 13, 12] as const;
/** A crowd comes in four slots, most of it at once. */
const CROWD = [0.45, 0.3, 0.15, 0.1] as const;
const CROWD_HOUR = 20;

/** When sessions begin: by hour of day and day of week in the shop's zone, each day a little different. */
export class Rhythm {
  readonly #draws: Draws;
  readonly #from: number;
  readonly #end: number;
  readonly #sessions: number;
  /** Weight of all slots up to the end of each. */
  readonly #sums: Float64Array;
  readonly #crowdFrom: number;
  readonly #crowdTo: number;

  constructor(scenario: Scenario, sessions: number) {
    const { from, until, days, key, profile } = scenario;
    this.#draws = new Draws(key);
    this.#from = from;
    this.#end = until - REST;
    this.#sessions = sessions;
    const weights = slotWeights(scenario);
    const crowdSlot = slotOfCrowd(scenario);
    const { crowd } = PROFILES[profile];
    if (crowd > 0) addCrowd(weights, crowdSlot, crowd);
    this.#crowdFrom = crowd > 0 ? from + crowdSlot * SLOT : Infinity;
    this.#crowdTo = this.#crowdFrom + CROWD.length * SLOT;
    // The last slot is cut short by the rest.
    const last = days * SLOTS_A_DAY - 1;
    weights[last] = (weights[last] as number) * ((SLOT - REST) / SLOT);
    let sum = 0;
    this.#sums = weights.map((weight) => (sum += weight));
  }

  /** When a session begins; later ones never begin before earlier ones. Microseconds since 1970-01-01T00:00Z. */
  start(index: number): number {
    const part = (index + this.#draws.seek(STREAMS.start, index).unit()) / this.#sessions;
    const sums = this.#sums;
    const at = part * (sums[sums.length - 1] as number);
    const slot = firstAbove(sums, at);
    const before = slot === 0 ? 0 : (sums[slot - 1] as number);
    const within = (at - before) / ((sums[slot] as number) - before);
    const start = this.#from + slot * SLOT;
    return start + Math.floor(within * (Math.min(start + SLOT, this.#end) - start));
  }

  /** The first session that begins at a time or later; the number of sessions when none does. */
  firstFrom(time: number): number {
    let low = 0;
    let high = this.#sessions;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.start(middle) >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Whether a time is within the hour of the crowd. */
  isCrowd(time: number): boolean {
    return time >= this.#crowdFrom && time < this.#crowdTo;
  }
}

function slotWeights({ from, days, zone, key }: Scenario): Float64Array {
  const draws = new Draws(key);
  const weights = new Float64Array(days * SLOTS_A_DAY);
  for (let slot = 0; slot < weights.length; slot++) {
    const local = zone.toLocal(from + slot * SLOT + SLOT / 2);
    const day = Math.floor(local / DAY);
    // Between the middles of two hours there is a straight line.
    const clock = (local - day * DAY) / HOUR - 0.5;
    const hour = Math.floor(clock);
    const here = HOURS[(hour + 24) % 24] as number;
    const next = HOURS[(hour + 25) % 24] as number;
    // 1970-01-01 was a Thursday.
    const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] as number;
    const mood = 0.85 + 0.3 * draws.seek(STREAMS.day, day >>> 0).unit();
    weights[slot] = (here + (next - here) * (clock - hour)) * weekday * mood;
  }
  return weights;
}

/** The slot in which 20:00 of the wall clock falls, two thirds into the period. */
function slotOfCrowd({ from, days, zone }: Scenario): number {
  const evening =
    Math.floor(zone.toLocal(from + Math.floor((days * 2) / 3) * DAY) / DAY) * DAY + CROWD_HOUR * HOUR;
  const slot = Math.floor((zone.toUtc(evening) - from) / SLOT);
  const last = days * SLOTS_A_DAY - CROWD.length - 1;
  if (slot >= 0 && slot <= last) return slot;
  const shift = slot < 0 ? Math.ceil(-slot / SLOTS_A_DAY) : -Math.ceil((slot - last) / SLOTS_A_DAY);
  return Math.min(last, Math.max(0, slot + shift * SLOTS_A_DAY));
}

/** Makes a share of everything come in the slots of the crowd. */
function addCrowd(weights: Float64Array, slot: number, crowd: number): void {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const extra = (sum * crowd) / (1 - crowd);
  CROWD.forEach((part, index) => {
    weights[slot + index] = (weights[slot + index] as number) + extra * part;
  });
}

/** Index of the first sum above a value, the last index where there is none. */
function firstAbove(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
