import { toColumns } from '../columns/column.ts';
import { fingerprints } from '../columns/fingerprint.ts';
import type { Batch, CartEvent } from '../event.ts';
import { FIELDS } from '../fields.ts';
import { hashText } from '../hash/hash-text.ts';
import { IdLedger, VERDICTS } from './id-ledger.ts';

export interface DedupeOptions {
  /** Is told of every event dropped because its id came before with the same event. */
  onDuplicate?: (event: CartEvent) => void;
  /** Is told of every event dropped because its id came before with another event. */
  onConflict?: (event: CartEvent) => void;
  /** Ends the stage with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Keeps the first of all events with one id, drops the rest; order is kept. Memory: 45 bytes an id of the bucket, which is
 * everything that comes through.
 */
export async function* dedupe(
  events: AsyncIterable<Batch<CartEvent>>,
  options: DedupeOptions = {},
): AsyncGenerator<Batch<CartEvent>> {
  const { onDuplicate, onConflict, signal } = options;
  const ledger = new IdLedger();
  const hash = new Uint32Array(4);
  for await (const batch of events) {
    signal?.throwIfAborted();
    const prints = fingerprints(toColumns(batch, FIELDS), batch.length);
    const kept = batch.filter((event, i) => {
      hashText(event.event_id, hash, 0);
      const verdict = ledger.judge(hash, 0, prints[i * 2] as number, prints[i * 2 + 1] as number);
      if (verdict === VERDICTS.duplicate) onDuplicate?.(event);
      if (verdict === VERDICTS.conflict) onConflict?.(event);
      return verdict === VERDICTS.first;
    });
    if (kept.length > 0) yield kept;
  }
}
