import type { Batch } from '../event.ts';
import { batched, breathe } from '../flow.ts';
import type { RawEvent } from '../raw.ts';
import type { Input } from './input.ts';
import { type ReadOptions, readPieces } from './read-pieces.ts';

export interface ReadEventsOptions extends ReadOptions {
  /**
   * Events in a batch; the last one may hold fewer.
   *
   * @default 4096
   */
  batchSize?: number;
}

const BREATHE_EVERY = 64;

/**
 * The events of all inputs, in order, in batches of one size. Stopping early closes the input.
 * @throws {InputError} where an input cannot be read to its end
 */
export async function* readEvents(
  inputs: Iterable<Input>,
  options: ReadEventsOptions = {},
): AsyncGenerator<Batch<RawEvent>, void, undefined> {
  let batches = 0;
  for await (const batch of batched(readAll(inputs, options), options.batchSize ?? 4_096)) {
    options.signal?.throwIfAborted();
    yield batch;
    if (++batches % BREATHE_EVERY === 0) await breathe();
  }
}

async function* readAll(
  inputs: Iterable<Input>,
  options: ReadOptions,
): AsyncGenerator<readonly RawEvent[], void, undefined> {
  for (const input of inputs) {
    for await (const { events } of readPieces(input, options)) yield events;
  }
}
