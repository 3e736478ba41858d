import type { SessionFacts } from '../aggregates/session-facts.ts';
import type { Session } from '../event.ts';
import { journeyText, SHOWN_STEPS } from '../journey-text.ts';
import type { SessionReplay } from '../stages/session-replay.ts';
import type { JourneyFact } from './journey-facts.ts';

/** Names behind the codes of session facts; codes of sources and devices are one more than the index, 0 for null. */
export interface SessionNames {
  types: readonly string[];
  sources: readonly string[];
  devices: readonly string[];
}

/** A session whose journey is still its steps: codes of event types in order of time. */
export interface SteppedSession extends Omit<Session, 'event_journey'> {
  steps: Uint32Array;
}

/** The facts of many sessions by number, as columns. Memory: 80 bytes a session and 4 an event. */
export class SessionTable {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly counts: Uint32Array;
  readonly #customers: Float64Array;
  readonly #sources: Uint32Array;
  readonly #devices: Uint32Array;
  readonly #purchases: Uint32Array;
  readonly #cartValues: Float64Array;
  readonly #cartLines: Uint32Array;
  readonly #orderValues: Float64Array;
  readonly #stepStarts: Float64Array;
  #steps = new Uint32Array(4096);
  #stepCount = 0;

  constructor(sessions: number) {
    this.starts = new Float64Array(sessions);
    this.ends = new Float64Array(sessions);
    this.counts = new Uint32Array(sessions);
    this.#customers = new Float64Array(sessions);
    this.#sources = new Uint32Array(sessions);
    this.#devices = new Uint32Array(sessions);
    this.#purchases = new Uint32Array(sessions);
    this.#cartValues = new Float64Array(sessions);
    this.#cartLines = new Uint32Array(sessions);
    this.#orderValues = new Float64Array(sessions);
    this.#stepStarts = new Float64Array(sessions);
  }

  /** Keeps what a replay came to. */
  set(session: number, replay: SessionReplay): void {
    this.starts[session] = replay.start;
    this.ends[session] = replay.end;
    this.counts[session] = replay.count;
    this.#customers[session] = replay.customer;
    this.#sources[session] = replay.source;
    this.#devices[session] = replay.device;
    this.#purchases[session] = replay.purchases;
    this.#cartValues[session] = replay.cartValue;
    this.#cartLines[session] = replay.cartLines;
    this.#orderValues[session] = replay.orderValue;
    this.#stepStarts[session] = this.#stepCount;
    this.#keepSteps(replay.steps.subarray(0, replay.count));
  }

  /** Type codes of a session's events in order of time: a view. */
  steps(session: number): Uint32Array {
    const start = this.#stepStarts[session] as number;
    return this.#steps.subarray(start, start + (this.counts[session] as number));
  }

  /** What event rows show of a session. */
  facts(session: number): JourneyFact {
    return {
      number: session,
      start: this.starts[session] as number,
      end: this.ends[session] as number,
      count: this.counts[session] as number,
      steps: this.steps(session),
    };
  }

  /** A session as a row of session_metrics; its steps are a view. */
  row(session: number, session_id: string, names: SessionNames): SteppedSession {
    const start = this.starts[session] as number;
    const end = this.ends[session] as number;
    const customer = this.#customers[session] as number;
    return {
      session_id,
      customer_id: Number.isNaN(customer) ? null : customer,
      is_guest: Number.isNaN(customer),
      source: names.sources[(this.#sources[session] as number) - 1] ?? null,
      device: names.devices[(this.#devices[session] as number) - 1] ?? null,
      session_start: start,
      session_end: end,
      session_duration_seconds: (end - start) / 1_000_000,
      total_events: this.counts[session] as number,
      steps: this.steps(session),
      has_purchase: (this.#purchases[session] as number) > 0,
      cart_value_vnd: this.#cartValues[session] as number,
      cart_item_count: this.#cartLines[session] as number,
      order_value_vnd: this.#orderValues[session] as number,
    };
  }

  #keepSteps(steps: Uint32Array): void {
    if (this.#stepCount + steps.length > this.#steps.length) {
      const grown = new Uint32Array(Math.max(this.#steps.length * 2, this.#stepCount + steps.length));
      grown.set(this.#steps.subarray(0, this.#stepCount));
      this.#steps = grown;
    }
    this.#steps.set(steps, this.#stepCount);
    this.#stepCount += steps.length;
  }
}

/** What the statistics need of sessions, by their steps. */
export function factsOfSteps(types: readonly string[]): (session: SteppedSession) => SessionFacts {
  const add = types.indexOf('add_to_cart');
  const purchase = types.indexOf('purchase');
  return (session) => {
    let purchases = 0;
    for (const step of session.steps) if (step === purchase) purchases++;
    return {
      ...session,
      adds: session.steps.includes(add),
      endsByAdding: session.steps.at(-1) === add,
      purchases,
      pattern: journeyText(types, session.steps, SHOWN_STEPS),
    };
  };
}
