import { DistinctNumbers } from '../distinct.ts';
import { Distribution } from './distribution.ts';
import { shareOf, type FunnelStep, type ShopReport } from './report.ts';
import { StreamClock } from './stream-clock.ts';

/** The steps of the funnel; a session's steps are a number with a bit for each. */
export const STEPS = ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'] as const;

const ADDED = 1 << STEPS.indexOf('add_to_cart');
const BOUGHT = 1 << STEPS.indexOf('purchase');
const MOST_EVENTS = 4096;
const DAY_SECONDS = 86_400;
const LENGTHS = [0, 1, 2, 5, 10, 20, 30, 60];
/** A Map takes 2^24 entries at most. */
const MOST_OPEN = 4_000_000;

interface OpenSession {
  events: number;
  first: number;
  last: number;
  steps: number;
  customer: number | null;
}

/**
 * Puts events together to sessions: a session is over when a pause, or the clock of the stream, is longer than `forgetAfter`
 * (milliseconds), and an id seen again later is another session. Memory: about 200 bytes an open session, and the distinct
 * customers; beyond 4,000,000 open sessions the oldest is over.
 */
export class ShopSessions {
  readonly #forgetAfter: number;
  readonly #clock = new StreamClock();
  readonly #open = new Map<string | number, OpenSession>();
  readonly #events = new Distribution(MOST_EVENTS);
  readonly #durations = new Distribution(DAY_SECONDS, 1000);
  readonly #bySteps = new Float64Array(1 << STEPS.length);
  readonly #customers = new DistinctNumbers();
  #ofCustomers = 0;
  #nextSweep = -Infinity;

  constructor(forgetAfter: number) {
    this.#forgetAfter = forgetAfter;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Adds an event at `time` (milliseconds); one without a time (NaN) joins an open session and opens none. */
  add(id: string | number, time: number, step: number, customer: unknown): void {
    if (this.#clock.add(time) && this.#clock.now >= this.#nextSweep) this.#sweep();
    let session = this.#open.get(id);
    if (session !== undefined && this.#isOver(session, time)) {
      this.#close(id, session);
      session = undefined;
    }
    if (session === undefined) {
      if (Number.isNaN(time)) return;
      session = { events: 0, first: time, last: time, steps: 0, customer: null };
      if (this.#open.size >= MOST_OPEN) this.#closeOldest();
      this.#open.set(id, session);
    }
    session.events++;
    session.steps |= step;
    if (time > session.last) session.last = time;
    else if (time < session.first) session.first = time;
    if (session.customer === null && Number.isSafeInteger(customer)) session.customer = customer as number;
  }

  /** Ends all sessions. */
  finish(): Pick<
    ShopReport,
    'sessions' | 'events_per_session' | 'session_minutes' | 'guests' | 'customers' | 'funnel' | 'abandonment'
  > {
    for (const [id, session] of this.#open) this.#close(id, session);
    const sessions = this.#events.count;
    const ofGuests = sessions - this.#ofCustomers;
    const distinct = this.#customers.size;
    const returning = this.#ofCustomers - distinct;
    const carts = this.#having(ADDED);
    const bought = this.#having(ADDED | BOUGHT);
    return {
      sessions,
      events_per_session: this.#events.spread(1),
      session_minutes: { ...this.#durations.spread(60), histogram: this.#histogram() },
      guests: { sessions: ofGuests, share: shareOf(ofGuests, sessions) },
      customers: {
        distinct,
        sessions: this.#ofCustomers,
        returning_sessions: returning,
        returning_share: shareOf(returning, this.#ofCustomers),
      },
      funnel: this.#funnel(sessions),
      abandonment: { carts, bought, rate: shareOf(carts - bought, carts) },
    };
  }

  /** By the clock and not by whether it was swept yet, so that results do not depend on sweeping. */
  #isOver(session: OpenSession, time: number): boolean {
    const limit = this.#forgetAfter;
    return (
      time - session.last > limit || session.first - time > limit || this.#clock.now - session.last > limit
    );
  }

  #sweep(): void {
    const now = this.#clock.now;
    for (const [id, session] of this.#open) {
      if (now - session.last > this.#forgetAfter) this.#close(id, session);
    }
    this.#nextSweep = now + this.#forgetAfter / 4;
  }

  #closeOldest(): void {
    for (const [id, session] of this.#open) {
      this.#close(id, session);
      return;
    }
  }

  #close(id: string | number, session: OpenSession): void {
    this.#open.delete(id);
    this.#events.add(session.events);
    this.#durations.add(session.last - session.first);
    this.#bySteps[session.steps]!++;
    if (session.customer === null) return;
    this.#ofCustomers++;
    this.#customers.add(session.customer);
  }

  #histogram(): ShopReport['session_minutes']['histogram'] {
    return LENGTHS.map((from, at) => {
      const to = LENGTHS[at + 1] ?? null;
      return { from, to, sessions: this.#durations.between(from * 60, to === null ? Infinity : to * 60) };
    });
  }

  #funnel(sessions: number): FunnelStep[] {
    const counts = STEPS.map((_, at) => this.#having(1 << at));
    return STEPS.map((step, at) => {
      const count = counts[at]!;
      const before = counts[at - 1];
      const ofPrevious = before === undefined ? null : shareOf(count, before);
      return { step, sessions: count, of_previous: ofPrevious, of_all: shareOf(count, sessions) };
    });
  }

  /** Sessions with all of some steps. */
  #having(steps: number): number {
    return this.#bySteps.reduce((sum, count, held) => ((held & steps) === steps ? sum + count : sum), 0);
  }
}
