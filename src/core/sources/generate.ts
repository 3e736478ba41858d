import type { Batch } from '../event.ts';
import { breathe } from '../flow.ts';
import { Draws } from '../random/draws.ts';
import type { FaultKind } from '../truth.ts';
import type { WireEvent } from '../wire-event.ts';
import type { Sending } from './shopper/faults.ts';
import { type GenerateOptions, type Scenario, settle } from './shopper/options.ts';
import { type Slice, sendings } from './shopper/sendings.ts';
import { openShop, type Shop } from './shopper/shop.ts';
import { futureShift, Spoiler } from './shopper/spoil.ts';
import { wireWriter } from './shopper/wire.ts';

/** What arrives: an event, or what chaos has made of one. */
export interface Arrival {
  /** The event as it happened. */
  event: WireEvent;
  /** What stands in the stream for it: the event itself, another object, or text that is no JSON. */
  element: object | string;
  fault: { kind: FaultKind; field: string | null } | null;
}

const MOST_IN_BATCH = 4096;
const BREATHE_EVERY = 8;

export interface ArrivalOptions {
  /** Only what arrives within it. @default everything */
  slice?: Slice;
  /** Ends the stream with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Events of shoppers, exactly `count`, in order of time, as they happened: chaos has no part in it. The same options give the
 * same events on every engine. Memory: the sessions that are open.
 *
 * @throws {RangeError} when an option is out of its bounds
 */
export function generate(
  options: GenerateOptions,
  { signal }: { signal?: AbortSignal } = {},
): AsyncIterable<Batch<WireEvent>> {
  const shop = openShop({ ...settle(options), chaos: {} });
  return events(arrivals(shop, signal === undefined ? {} : { signal }));
}

/** What arrives of a run, or of a slice of it, in order of arrival. Memory: the sessions that are open, and what is late. */
export async function* arrivals(
  shop: Shop,
  { slice = wholeOf(shop.scenario), signal }: ArrivalOptions = {},
): AsyncGenerator<Batch<Arrival>> {
  const arrive = arrivalMaker(shop);
  let batches = 0;
  for (const bucket of sendings(shop, slice)) {
    for (let at = 0; at < bucket.length; at += MOST_IN_BATCH) {
      signal?.throwIfAborted();
      yield bucket.slice(at, at + MOST_IN_BATCH).map(arrive);
      if (++batches % BREATHE_EVERY === 0) await breathe();
    }
  }
}

/** A part of a run of so many with about as many sessions each; what arrives in them, one after another, is the whole run. */
export function sliceOf(shop: Shop, part: number, parts: number): Slice {
  const { from, to } = wholeOf(shop.scenario);
  return {
    from: part === 0 ? from : shop.timeOf(part / parts),
    to: part === parts - 1 ? to : shop.timeOf((part + 1) / parts),
  };
}

async function* events(batches: AsyncIterable<Batch<Arrival>>): AsyncGenerator<Batch<WireEvent>> {
  for await (const batch of batches) yield batch.map(({ event }) => event);
}

function wholeOf({ from }: Scenario): Slice {
  return { from, to: Infinity };
}

/** Makes the function that makes of a sending what arrives. */
export function arrivalMaker({ scenario, eventIds }: Shop): (sending: Sending) => Arrival {
  const { zone, key, until } = scenario;
  const write = wireWriter(zone, eventIds);
  const draws = new Draws(key);
  const spoiler = new Spoiler(draws);
  return ({ visit, step, fault: kind }) => {
    const event = write(visit, step);
    if (kind === null) return { event, element: event, fault: null };
    const number = visit.number + step;
    const { element, field } = spoiler.spoil(event, kind, number);
    const fault = { kind, field };
    if (kind !== 'future') return { event, element, fault };
    return { event, element: write(visit, step, until + futureShift(draws, number)), fault };
  };
}
