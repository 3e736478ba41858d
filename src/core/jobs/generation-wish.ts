import { BOUNDS, settle } from '../sources/shopper/options.ts';
import { formatTimestamp } from '../time/timestamp.ts';
import type { GenerationOptions } from './job.ts';
import type { GenerationWish, Invalid } from './jobs.ts';

/** What a wish leaves open. */
export interface GenerationDefaults {
  /** Microseconds since 1970-01-01T00:00Z. */
  now: number;
  seed: number;
  timeZone: string;
}

const MOST_EVENTS = 10_000_000;
const FEWEST_EVENTS = 100;
const SECOND = 1_000_000;
const BUYERS = 0.03;

/** The options of a generation, all of them said, or what of the wish is wrong. */
export function settleGeneration(
  wish: GenerationWish,
  defaults: GenerationDefaults,
): GenerationOptions | Invalid {
  const {
    count = 10_000,
    method,
    seed = defaults.seed,
    until = Math.floor(defaults.now / SECOND) * SECOND,
    abandonment = 0.7,
    // Whoever asks for many abandoned carts asks for few buyers.
    buyers = Math.min(BUYERS, abandonment >= 0 && abandonment <= 1 ? 1 - abandonment : BUYERS),
  } = wish;
  if (!Number.isSafeInteger(count) || count < FEWEST_EVENTS || count > MOST_EVENTS) {
    return invalid(
      'count',
      `Cannot generate as count must be a whole number from ${FEWEST_EVENTS} to ${MOST_EVENTS}: ${count}`,
    );
  }
  if (method !== undefined && method !== 'new' && method !== 'replace') {
    return invalid('method', `Cannot generate as method must be new or replace: ${JSON.stringify(method)}`);
  }
  const [from, to] = BOUNDS.until;
  if (!Number.isSafeInteger(until) || until < from || until > to) {
    return invalid(
      'until',
      `Cannot generate as until must be a time from ${formatTimestamp(from)} to ${formatTimestamp(to)}: ${describe(until)}`,
    );
  }
  try {
    const { timeZone } = defaults;
    const { days, profile, guests } = settle({ ...wish, count, seed, until, abandonment, buyers });
    return { count, seed, until, days, profile, guests, buyers, abandonment, timeZone };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return invalid(fieldOf(error.message), error.message);
  }
}

function invalid(field: string, message: string): Invalid {
  return { outcome: 'invalid', field, message };
}

/** The first option that the message of `settle` speaks of. */
function fieldOf(message: string): string {
  const name = /^Cannot generate as (?:the )?(\w+)/.exec(message)?.[1] ?? '';
  // The end of the period is within its bounds by then: it is too long.
  return name === 'period' ? 'days' : name;
}

function describe(micros: number): string {
  return Math.abs(micros) <= 8.64e15 ? formatTimestamp(Math.floor(micros)) : `${micros} microseconds`;
}
