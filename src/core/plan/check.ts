import { type CoherenceReport, CoherenceChecker } from '../aggregates/coherence.ts';
import type { ShopReport } from '../aggregates/shop/report.ts';
import { ShopWatch } from '../aggregates/shop.ts';
import type { Input } from '../sources/input.ts';
import { readEvents, type ReadEventsOptions } from '../sources/read-events.ts';
import type { Zone } from '../time/zone.ts';
import type { WireEvent } from '../wire-event.ts';

export interface CheckOptions extends ReadEventsOptions {
  zone: Zone;
  /** Milliseconds after its last event at which a session is over and forgotten. */
  forgetAfter: number;
  /** Examples kept of each broken rule. */
  examples?: number;
  /** Is told how many elements are read. */
  onProgress?: (elements: number) => void;
}

/** What a stream of raw events is like. */
export interface CheckReport {
  /** Elements that are no JSON objects; nothing else is asked of them. */
  unreadable: number;
  coherence: CoherenceReport;
  shop: ShopReport;
}

/** Reads raw events as they stand, and says how they look and which of them could not have happened. */
export async function check(inputs: readonly Input[], options: CheckOptions): Promise<CheckReport> {
  const { zone, forgetAfter, examples, onProgress, ...reading } = options;
  const checker = new CoherenceChecker({ forgetAfter, ...(examples !== undefined && { examples }) });
  const watch = new ShopWatch({ zone, forgetAfter });
  let unreadable = 0;
  let elements = 0;
  for await (const batch of readEvents(inputs, reading)) {
    for (const { value } of batch) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        unreadable++;
        continue;
      }
      checker.add(value as Record<string, unknown>);
      watch.add(value as WireEvent);
    }
    elements += batch.length;
    onProgress?.(elements);
  }
  return { unreadable, coherence: checker.finish(), shop: watch.finish() };
}
