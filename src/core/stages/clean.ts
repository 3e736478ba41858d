import { EVENT_TYPES } from '../event-types.ts';
import type { Batch, CartEvent } from '../event.ts';
import type { RawEvent } from '../raw.ts';
import { openZone } from '../time/zone.ts';
import { type CleanCounts, noCleanCounts } from './clean-counts.ts';
import { eventCleaner } from './clean-event.ts';
import type { Refusal } from './refusal.ts';

export interface CleanOptions {
  /**
   * Zone of naive time stamps, and of `date` and `hour`.
   *
   * @default 'UTC'
   */
  timeZone?: string;
  /**
   * Refuses events without a customer_id.
   *
   * @default false
   */
  dropGuests?: boolean;
  /** Refuses events after this time, in microseconds since 1970-01-01T00:00Z. */
  notAfter?: number;
  /** Is told of every event that is refused. */
  onRefused?: (refusal: Refusal) => void;
  /** Counts are added here. */
  counts?: CleanCounts;
  /** Ends the stage with the signal's reason. */
  signal?: AbortSignal;
}

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/**
 * Turns raw elements into events of one shape and refuses those that break a rule. One event depends on no other, and order
 * is kept. Memory: one batch.
 *
 * @throws {RangeError} at the call, for an unknown time zone
 */
export function clean(
  events: AsyncIterable<Batch<RawEvent>>,
  options: CleanOptions = {},
): AsyncIterable<Batch<CartEvent>> {
  const cleanBatch = batchCleaner(options);
  return run(events, cleanBatch, options.signal);
}

/** The same for one batch at a time, for callers that have their batches at hand; a batch may come out empty. */
export function batchCleaner(options: CleanOptions = {}): (batch: Batch<RawEvent>) => CartEvent[] {
  const { timeZone = 'UTC', dropGuests = false, notAfter = Number.POSITIVE_INFINITY, onRefused } = options;
  const counts = options.counts ?? noCleanCounts();
  const cleanEvent = eventCleaner({ zone: openZone(timeZone), dropGuests, notAfter }, counts);
  return (batch) => {
    const kept: CartEvent[] = [];
    counts.read += batch.length;
    for (const raw of batch) {
      const result = cleanEvent(raw);
      if ('code' in result) {
        counts.refused[result.code] = (counts.refused[result.code] ?? 0) + 1;
        onRefused?.({ code: result.code, field: result.field, event: raw });
        continue;
      }
      if (!KNOWN.has(result.event_type)) counts.unknownTypes++;
      kept.push(result);
    }
    counts.kept += kept.length;
    return kept;
  };
}

async function* run(
  events: AsyncIterable<Batch<RawEvent>>,
  cleanBatch: (batch: Batch<RawEvent>) => CartEvent[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch<CartEvent>> {
  for await (const batch of events) {
    signal?.throwIfAborted();
    const kept = cleanBatch(batch);
    if (kept.length > 0) yield kept;
  }
}
