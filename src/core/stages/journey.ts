import type { Batch, CartEvent, JourneyEvent, JourneyFields } from '../event.ts';
import { journeyText, SHOWN_STEPS } from '../journey-text.ts';
import { SessionReplay } from './session-replay.ts';

export interface JourneyOptions {
  /**
   * Events of a batch that comes out.
   *
   * @default 4096
   */
  batchSize?: number;
  /** Ends the stage with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Gives every event the journey of its session: its place in it by time (ties in input order), and the session's start, end,
 * duration, length and event types. Order is kept. Memory: every event of the bucket, which is everything that comes through.
 *
 * @throws {RangeError} at the call, for a batchSize that is not a positive whole number
 */
export function journey(
  events: AsyncIterable<Batch<CartEvent>>,
  options: JourneyOptions = {},
): AsyncIterable<Batch<JourneyEvent>> {
  const { batchSize = 4096 } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `Cannot follow journeys as batchSize must be a positive integer: current value is ${batchSize}`,
    );
  }
  return run(events, batchSize, options.signal);
}

async function* run(
  events: AsyncIterable<Batch<CartEvent>>,
  batchSize: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch<JourneyEvent>> {
  const all: CartEvent[] = [];
  for await (const batch of events) {
    signal?.throwIfAborted();
    for (const event of batch) all.push(event);
  }
  const fields = journeysOf(all);
  for (let start = 0; start < all.length; start += batchSize) {
    signal?.throwIfAborted();
    yield all.slice(start, start + batchSize).map((event, i) => Object.assign({}, event, fields[start + i]));
  }
}

function journeysOf(events: readonly CartEvent[]): JourneyFields[] {
  const types = [...new Set(events.map((event) => event.event_type))];
  const codes = new Map(types.map((type, code) => [type, code]));
  const replay = new SessionReplay(types);
  const fields: JourneyFields[] = Array.from({ length: events.length });
  for (const members of groupBySession(events).values()) {
    replay.begin();
    members.sort((a, b) => (events[a] as CartEvent).timestamp - (events[b] as CartEvent).timestamp || a - b);
    for (const member of members) {
      const event = events[member] as CartEvent;
      replay.add({
        type: codes.get(event.event_type) as number,
        time: event.timestamp,
        product: event.product_id ?? Number.NaN,
        quantity: event.quantity,
        price: event.product_price_vnd,
        amount: event.total_amount_vnd ?? 0,
        customer: event.customer_id ?? Number.NaN,
        source: 0,
        device: 0,
      });
    }
    const shared = {
      session_start: replay.start,
      session_end: replay.end,
      session_duration_seconds: (replay.end - replay.start) / 1_000_000,
      total_events: replay.count,
      event_journey: journeyText(types, replay.steps.subarray(0, replay.count), SHOWN_STEPS),
    };
    members.forEach((member, i) => (fields[member] = { event_sequence_num: i + 1, ...shared }));
  }
  return fields;
}

function groupBySession(events: readonly CartEvent[]): Map<string, number[]> {
  const sessions = new Map<string, number[]>();
  events.forEach(({ session_id }, i) => {
    const members = sessions.get(session_id);
    if (members) members.push(i);
    else sessions.set(session_id, [i]);
  });
  return sessions;
}
