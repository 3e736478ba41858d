import { hashText } from '../../hash/hash-text.ts';
import type { RandomKey } from '../../random/draws.ts';
import { DAY, formatTimestamp } from '../../time/timestamp.ts';
import { openZone, type Zone } from '../../time/zone.ts';
import { FAULT_KINDS, type FaultKind } from '../../truth.ts';
import { PROFILES, type ProfileName } from './profiles.ts';

/** What to generate; the same options give the same events. */
export interface GenerateOptions {
  /** Events that happen, from 1 to 500,000,000; copies that chaos adds come on top. */
  count: number;
  /** Whole number from 0 to 2^53 - 1. */
  seed: number;
  /** End of the period, exclusive: microseconds since 1970-01-01T00:00Z. */
  until: number;
  /** Length of the period, from 1 to 3,660. @default 90 */
  days?: number;
  /** @default 'realistic' */
  profile?: ProfileName;
  /** Share of sessions without a customer. @default 0.3 */
  guests?: number;
  /** Share of sessions that buy. @default 0.03 */
  buyers?: number;
  /** Share of sessions with something put into the cart that buy nothing. @default 0.7 */
  abandonment?: number;
  /** The shop's zone: an IANA name, an offset or UTC. @default 'UTC' */
  timeZone?: string;
  /** Share of events that each kind of fault befalls; 1 at most together. @default {} */
  chaos?: Chaos;
}

export type Chaos = Readonly<Partial<Record<FaultKind, number>>>;

/** Options that are complete and in order. Times are microseconds since 1970-01-01T00:00Z. */
export interface Scenario extends Required<GenerateOptions> {
  from: number;
  zone: Zone;
  /** Of all random numbers; chaos has no part in it, so that the events under it are the same. */
  key: RandomKey;
}

/** Bounds of options, both ends included; times are microseconds since 1970-01-01T00:00Z. */
export const BOUNDS = {
  count: [1, 500_000_000],
  days: [1, 3660],
  seed: [0, Number.MAX_SAFE_INTEGER],
  /** 2000-01-02T00:00Z to 2100-01-01T00:00Z. */
  until: [946_771_200_000_000, 4_102_444_800_000_000],
} as const;

/** 2000-01-01T00:00Z, the first time that cleaning takes. */
const EARLIEST = 946_684_800_000_000;
/** What shares such as 0.1 + 0.9 may be above 1. */
const ROUNDING = 1e-9;

/** @throws {RangeError} when an option is out of its bounds */
export function settle(options: GenerateOptions): Scenario {
  const { count, seed, until } = options;
  const days = options.days ?? 90;
  const profile = options.profile ?? 'realistic';
  const guests = options.guests ?? 0.3;
  const buyers = options.buyers ?? 0.03;
  const abandonment = options.abandonment ?? 0.7;
  const timeZone = options.timeZone ?? 'UTC';
  const chaos = options.chaos ?? {};
  whole('count', count);
  whole('seed', seed);
  whole('until', until);
  whole('days', days);
  if (!Object.hasOwn(PROFILES, profile)) {
    throw new RangeError(
      `Cannot generate as the profile must be one of ${Object.keys(PROFILES).join(', ')}: ${JSON.stringify(profile)}`,
    );
  }
  share('guests', guests);
  share('buyers', buyers);
  share('abandonment', abandonment);
  if (buyers + abandonment > 1 + ROUNDING) {
    throw new RangeError(
      `Cannot generate as buyers must not be more than 1 - abandonment, the share of carts that are bought: ${buyers} with ${abandonment}`,
    );
  }
  checkChaos(chaos);
  const from = until - days * DAY;
  if (from < EARLIEST) {
    throw new RangeError(
      `Cannot generate as the period must begin in 2000 or later: it begins ${formatTimestamp(from)}`,
    );
  }
  const told = { count, seed, until, days, profile, guests, buyers, abandonment, timeZone };
  return {
    ...told,
    chaos,
    from,
    zone: openZone(timeZone),
    key: keyOf(JSON.stringify(told)),
  };
}

function keyOf(text: string): RandomKey {
  const [a = 0, b = 0, c = 0, d = 0] = hashed(text);
  return [a, b, c, d];
}

function hashed(text: string): Uint32Array {
  const words = new Uint32Array(4);
  hashText(text, words, 0);
  return words;
}

function checkChaos(chaos: Chaos): void {
  let sum = 0;
  for (const [kind, rate] of Object.entries(chaos)) {
    if (!FAULT_KINDS.some((known) => known === kind)) {
      throw new RangeError(
        `Cannot generate as chaos must be of ${FAULT_KINDS.join(', ')}: ${JSON.stringify(kind)}`,
      );
    }
    share(`chaos ${kind}`, rate);
    sum += rate;
  }
  if (sum > 1 + ROUNDING)
    throw new RangeError(
      `Cannot generate as the rates of chaos must be 1 at most together: ${sum.toFixed(3)}`,
    );
}

function whole(name: keyof typeof BOUNDS, value: number): void {
  const [least, most] = BOUNDS[name];
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new RangeError(
      `Cannot generate as ${name} must be a whole number from ${least} to ${most}: ${value}`,
    );
  }
}

function share(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`Cannot generate as ${name} must be a number from 0 to 1: ${value}`);
  }
}
